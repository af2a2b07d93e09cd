// Population stability index: what users know by its rules of thumb 0.1 and 0.25. Pure.
import { jeffreysShares, shares, sizesOf } from './counts.ts';
import { finite, type Measure, undefinedFor } from './measure.ts';

function divergence(p: Float64Array, q: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < p.length; k += 1) {
    const a = p[k] as number;
    const b = q[k] as number;
    sum += (a - b) * Math.log(a / b);
  }
  return sum;
}

/**
 * Sum of (p - q) ln(p / q) over the cells, in nats, >= 0. The shares are smoothed by Jeffreys' half row; with an
 * `epsilon` they are raised to it instead and not normalised again, as other tools do. Without drift and n, m rows its
 * mean is (1/n + 1/m)(K - 1). Empty sample: `invalid`.
 */
export function psi(reference: Uint32Array, current: Uint32Array, epsilon?: number): Measure {
  const sizes = sizesOf(reference, current);
  if (sizes.n === 0 || sizes.m === 0) return undefinedFor('invalid', sizes);
  if (epsilon === undefined) {
    return finite(divergence(jeffreysShares(reference), jeffreysShares(current)), sizes);
  }
  const raise = (share: number) => Math.max(share, epsilon);
  return finite(divergence(shares(reference).map(raise), shares(current).map(raise)), sizes);
}
