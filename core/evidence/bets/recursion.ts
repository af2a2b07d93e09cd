// The Shiryaev-Roberts recursion and Page's CUSUM, in logarithms, and where a bet keeps them in its state. Pure.
import { logAddExp, logMeanExp } from '../../stats/log-sums.ts';
import type { Check, Moment } from './bet.ts';

/** One check never moves evidence by more: beyond it exp() is of no use to anybody. */
const largestIncrement = 500;

const clamped = (increment: number) => Math.min(largestIncrement, Math.max(-largestIncrement, increment));

/** The next evidence of one expert: a new bet of stake 1 joins where the check starts one, then all bets grow alike. */
export function nextEvidence(evidence: number, increment: number, starts: boolean): number {
  return (starts ? logAddExp(evidence, 0) : evidence) + clamped(increment);
}

/** Height of the CUSUM, row and time of where it last left zero. */
const segmentSize = 3;

/** Numbers at the head of a bet's state: one evidence per expert, then the running segment. */
export const headSize = (experts: number) => experts + segmentSize;

export function beginHead(state: Float64Array, experts: number): void {
  state.fill(-Infinity, 0, experts);
  state.fill(0, experts, headSize(experts));
}

/**
 * Enters one check's increments, one per expert. The change point is one CUSUM per signal over the logarithm of the mean
 * of the experts' exp(increment), not one per expert: it is what a stake laid on all experts anew at each check would
 * have won, still an e-value, and a third of the numbers to keep. It restarts wherever it falls to zero.
 */
export function enter(state: Float64Array, increments: Float64Array, { starts, at }: Check): void {
  const experts = increments.length;
  for (let expert = 0; expert < experts; expert += 1)
    state[expert] = nextEvidence(state[expert] as number, increments[expert] as number, starts);
  const before = state[experts] as number;
  if (before === 0) {
    state[experts + 1] = at.row;
    state[experts + 2] = at.time;
  }
  state[experts] = Math.max(0, before + clamped(logMeanExp(increments)));
}

export function headEvidence(state: Float64Array, experts: number): number {
  return logMeanExp(state.subarray(0, experts));
}

export function headSince(state: Float64Array, experts: number): Moment | null {
  if (!((state[experts] as number) > 0)) return null;
  return { row: state[experts + 1] as number, time: state[experts + 2] as number };
}
