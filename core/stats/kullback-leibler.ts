// Kullback-Leibler divergence of the current window from the reference window. Pure.
import { jeffreysShares, sizesOf } from './counts.ts';
import { finite, type Measure, undefinedFor } from './measure.ts';

/** Sum of q ln(q / p), q current, p reference, Jeffreys-smoothed, in nats, >= 0. Empty sample: `invalid`. */
export function kullbackLeibler(reference: Uint32Array, current: Uint32Array): Measure {
  const sizes = sizesOf(reference, current);
  if (sizes.n === 0 || sizes.m === 0) return undefinedFor('invalid', sizes);
  const p = jeffreysShares(reference);
  let sum = 0;
  jeffreysShares(current).forEach((share, cell) => {
    sum += share * Math.log(share / (p[cell] as number));
  });
  return finite(Math.max(0, sum), sizes);
}
