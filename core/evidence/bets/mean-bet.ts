// The mean engine: a bet that values in [0, 1] are larger on average than they may be. Pure.
import { AppError } from '../../errors.ts';
import type { Bet } from './bet.ts';
import { beginHead, enter, headEvidence, headSince, headSize } from './recursion.ts';

/** Shares of its capital that each expert lays on every row: small ones for small rises, large ones for quick proofs. */
const fractions = [0.02, 0.05, 0.1, 0.2, 0.4];

/** What an expert wins by one row, as a factor: its mean is at most 1 while the mean of x is at most `bound`. */
const factor = (fraction: number, x: number, bound: number) => 1 + fraction * (x / bound - 1);

function outside(x: number): AppError {
  return new AppError('invalid_input', `The mean engine bets on values from 0 to 1, not on ${x}.`);
}

/** What each expert wins by rows of exactly 0 and exactly 1, in nats: indicators need no logarithm a row. */
export interface MeanOdds {
  readonly bound: number;
  readonly zero: Float64Array;
  readonly one: Float64Array;
}

/** Below it a single row would move evidence without measure. */
const leastBound = 1e-6;

/** `bound` in [1e-6, 1]: the largest mean that is no drift. Throws `invalid_input`. */
export function meanOdds(bound: number): MeanOdds {
  if (!(bound >= leastBound && bound <= 1))
    throw new AppError(
      'invalid_input',
      `A bound of the mean lies between ${leastBound} and 1, not at ${bound}.`,
    );
  return {
    bound,
    zero: Float64Array.from(fractions, (fraction) => Math.log(factor(fraction, 0, bound))),
    one: Float64Array.from(fractions, (fraction) => Math.log(factor(fraction, 1, bound))),
  };
}

/** Writes what each expert wins by `values`, in nats. Throws `invalid_input` for a value outside [0, 1]. */
export function meanGains(odds: MeanOdds, values: Float64Array, gains: Float64Array): void {
  gains.fill(0);
  let zeros = 0;
  let ones = 0;
  for (let row = 0; row < values.length; row += 1) {
    const x = values[row] as number;
    if (x === 0) zeros += 1;
    else if (x === 1) ones += 1;
    else addGains(odds, x, gains);
  }
  for (let expert = 0; expert < gains.length; expert += 1) {
    const known = zeros * (odds.zero[expert] as number) + ones * (odds.one[expert] as number);
    gains[expert] = (gains[expert] as number) + known;
  }
}

function addGains({ bound }: MeanOdds, x: number, gains: Float64Array): void {
  if (!(x > 0 && x < 1)) throw outside(x);
  for (let expert = 0; expert < gains.length; expert += 1) {
    const won = Math.log(factor(fractions[expert] as number, x, bound));
    gains[expert] = (gains[expert] as number) + won;
  }
}

/** Experts of the mean engine. */
export const meanExperts = fractions.length;

/**
 * One-sided: errors, estimated errors, indicators of missing, out-of-range or unseen values, of a class (and of its
 * absence, for the other side). Expert g multiplies its capital by 1 + g (x / bound - 1) per row, which is an e-value
 * whenever the conditional mean of x, given the past, is at most `bound`; nothing else is asked of x (Waudby-Smith and
 * Ramdas 2024, "Estimating means of bounded random variables by betting"). Throws `invalid_input`.
 */
export function meanBet(bound: number): Bet<Float64Array> {
  const odds = meanOdds(bound);
  const gains = new Float64Array(meanExperts);
  return {
    size: headSize(meanExperts),
    begin: (state) => beginHead(state, meanExperts),
    take(state, values, check) {
      if (values.length === 0) return;
      meanGains(odds, values, gains);
      enter(state, gains, check);
    },
    evidence: (state) => headEvidence(state, meanExperts),
    since: (state) => headSince(state, meanExperts),
  };
}
