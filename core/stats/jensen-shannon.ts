// Jensen-Shannon distance (Lin 1991, Endres and Schindelin 2003): the effect size of a feature's drift. Pure.
import { shares, sizesOf } from './counts.ts';
import { finite, type Measure, undefinedFor } from './measure.ts';

/**
 * p ln(p / M) + q ln(q / M) with M the mean of p and q, written in the relative difference, so that nearly equal
 * shares do not cancel.
 */
function cellDivergence(p: number, q: number): number {
  if (p === q) return 0;
  const mean = (p + q) / 2;
  if (p === 0 || q === 0) return 2 * mean * Math.LN2;
  const difference = (p - q) / (p + q);
  return mean * ((1 + difference) * Math.log1p(difference) + (1 - difference) * Math.log1p(-difference));
}

/** Square root of the base-2 divergence of the raw shares, in [0, 1]; 0 for equal shares. Empty sample: `invalid`. */
export function jensenShannon(reference: Uint32Array, current: Uint32Array): Measure {
  const sizes = sizesOf(reference, current);
  if (sizes.n === 0 || sizes.m === 0) return undefinedFor('invalid', sizes);
  const p = shares(reference);
  let sum = 0;
  shares(current).forEach((share, cell) => {
    sum += cellDivergence(p[cell] as number, share);
  });
  const divergence = sum / (2 * Math.LN2);
  return finite(Math.sqrt(Math.min(1, Math.max(0, divergence))), sizes);
}
