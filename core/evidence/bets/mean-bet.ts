// The mean engine: a bet that values in [0, 1] are larger on average than they may be. Pure.
import { AppError } from '../../errors.ts';
import type { Bet, Values } from './bet.ts';
import { beginHead, enter, headEvidence, headSince, headSize } from './recursion.ts';

/**
 * Shares of its capital that each expert lays on every row: large ones prove a large rise quickly, small ones prove a
 * small one, and are the only ones that rows which depend on one another do not fool.
 */
export const fractions: readonly number[] = [0.02, 0.05, 0.1, 0.2, 0.4];

/** Below it a single row would move evidence without measure. */
const leastBound = 1e-6;

/** Values of one check: all that a bet on a mean needs to know of them. Indicators need no logarithm a row. */
export interface Tally {
  readonly zeros: number;
  readonly ones: number;
  /** Strictly between 0 and 1. */
  readonly others: readonly number[];
}

/** Throws `invalid_input` for a value outside [0, 1]. */
export function tallyOf(values: Values): Tally {
  let zeros = 0;
  let ones = 0;
  const others: number[] = [];
  for (let row = 0; row < values.length; row += 1) {
    const x = values[row] as number;
    if (x === 0) zeros += 1;
    else if (x === 1) ones += 1;
    else if (x > 0 && x < 1) others.push(x);
    else throw new AppError('invalid_input', `The mean engine bets on values from 0 to 1, not on ${x}.`);
  }
  return { zeros, ones, others };
}

/**
 * Nats won by the expert that lays `fraction` on every row: log(1 + fraction (x / bound - 1)) summed. exp of it is an
 * e-value while the mean of x, given the past, is at most `bound`.
 */
export function meanGain({ zeros, ones, others }: Tally, fraction: number, bound: number): number {
  let gain = zeros * Math.log1p(-fraction) + ones * Math.log1p(fraction * (1 / bound - 1));
  for (const x of others) gain += Math.log1p(fraction * (x / bound - 1));
  return gain;
}

/**
 * One-sided: errors, estimated errors, indicators of missing, out-of-range or unseen values, of a class (and of its
 * absence, for the other side). Expert g multiplies its capital by 1 + g (x / bound - 1) per row; nothing is asked of x
 * but its conditional mean (Waudby-Smith and Ramdas 2024, "Estimating means of bounded random variables by betting").
 * `bound`, in [1e-6, 1]: the largest mean that is no drift, for all experts or for each its own, as replay gives them.
 * Throws `invalid_input`.
 */
export function meanBet(bound: number | readonly number[]): Bet<Values> {
  const bounds = typeof bound === 'number' ? fractions.map(() => bound) : bound;
  for (const own of bounds)
    if (!(own >= leastBound && own <= 1))
      throw new AppError(
        'invalid_input',
        `A bound of the mean lies between ${leastBound} and 1, not at ${own}.`,
      );
  const experts = fractions.length;
  const gains = new Float64Array(experts);
  return {
    size: headSize(experts),
    begin: (state) => beginHead(state, experts),
    take(state, values, check) {
      if (values.length === 0) return;
      const tally = tallyOf(values);
      for (let expert = 0; expert < experts; expert += 1)
        gains[expert] = meanGain(tally, fractions[expert] as number, bounds[expert] ?? 1);
      enter(state, gains, check);
    },
    evidence: (state) => headEvidence(state, experts),
    since: (state) => headSince(state, experts),
  };
}
