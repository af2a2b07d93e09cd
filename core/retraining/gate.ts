// The gate: a challenger becomes champion only when it is better on the same rows. Pure.
import { mcnemar } from '../evaluation/mcnemar.ts';
import type { Quality, Trigger } from '../model.ts';
import type { Trial } from './outcome.ts';

/** After an alarm the prior favours a change; otherwise a challenger has to prove more. */
const alphaAfterAlarm = 0.2;
const alphaOtherwise = 0.05;

export interface Duel {
  readonly holdoutRows: number;
  readonly champion: Quality;
  readonly challenger: Quality;
  readonly championOnly: number;
  readonly challengerOnly: number;
}

/** Promotes iff the challenger wins more discordant rows and the exact one-sided McNemar p is at most alpha. */
export function judge(duel: Duel, trigger: Trigger): Trial {
  const { championOnly, challengerOnly } = duel;
  const alpha = trigger === 'drift' ? alphaAfterAlarm : alphaOtherwise;
  const p = mcnemar({
    championOnlyRight: championOnly,
    challengerOnlyRight: challengerOnly,
  }).challengerBetter;
  const promote = challengerOnly > championOnly && p <= alpha;
  return { ...duel, p, alpha, promote };
}
