// McNemar's exact test: champion and challenger on the same rows, judged by the rows where only one is right. Pure.
import { binomialTail } from '../stats/special/binomial-law.ts';
import { requireDomain } from '../stats/special/domain.ts';

/** The discordant rows of a holdout. */
export interface Discordant {
  readonly championOnlyRight: number;
  readonly challengerOnlyRight: number;
}

export interface McNemar {
  /** p of "one of them is better". */
  readonly twoSided: number;
  /** p of "the challenger is better", exact: never too small. */
  readonly challengerBetter: number;
  /** The same with half the weight on the observed outcome (Lancaster 1961): closer to its level on average. */
  readonly challengerBetterMidP: number;
}

/** The three p-values, in [0, 1]; all 1 when the two never differ. Throws `invalid_input`. */
export function mcnemar({ championOnlyRight, challengerOnlyRight }: Discordant): McNemar {
  const whole = (count: number) => Number.isSafeInteger(count) && count >= 0;
  requireDomain(
    whole(championOnlyRight) && whole(challengerOnlyRight),
    'discordant rows are whole numbers >= 0',
  );
  const trials = championOnlyRight + challengerOnlyRight;
  if (trials === 0) return { twoSided: 1, challengerBetter: 1, challengerBetterMidP: 1 };
  const coin = { trials, chance: 0.5 };
  const atLeast = binomialTail(challengerOnlyRight, coin);
  const more = binomialTail(challengerOnlyRight + 1, coin);
  const twoSided = 2 * binomialTail(Math.max(championOnlyRight, challengerOnlyRight), coin);
  return {
    twoSided: Math.min(1, twoSided),
    challengerBetter: atLeast,
    challengerBetterMidP: (atLeast + more) / 2,
  };
}
