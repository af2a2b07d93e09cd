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
  return { ...duel, p, alpha, promote, reason: reasonOf({ ...duel, p, alpha, promote }) };
}

function reasonOf(trial: Omit<Trial, 'reason'>): string {
  const { championOnly, challengerOnly, holdoutRows, p, alpha } = trial;
  const score = `right where the other is wrong: challenger ${challengerOnly}, champion ${championOnly}, of ${holdoutRows} holdout rows`;
  if (trial.promote) return `the challenger is better (${score}; p = ${short(p)}, at most ${alpha} needed)`;
  if (challengerOnly <= championOnly) return `the challenger is not better (${score})`;
  return `the challenger is ahead but that may be chance (${score}; p = ${short(p)}, at most ${alpha} needed)`;
}

function short(p: number): string {
  return p < 0.001 ? p.toExponential(1) : p.toFixed(3);
}
