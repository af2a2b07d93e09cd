// Two-sample Kolmogorov-Smirnov statistic, all ties stepped over before comparing. Pure.
import { defined, type Measure, undefinedFor } from './measure.ts';
import { countBelow, runEnd } from './sorted-search.ts';

/**
 * Largest |i l - j s| over all x, where i of the s values of `few` and j of the l values of `many` are <= x. Between
 * two values of `few` only `many` steps, so the extremes lie just before and at the values of `few`.
 */
function largestGap(few: Float64Array, many: Float64Array): number {
  let gap = 0;
  let upTo = 0;
  for (let i = 0; i < few.length; ) {
    const x = few[i] as number;
    const end = runEnd(few, x, i + 1);
    const below = countBelow(many, x, upTo);
    upTo = runEnd(many, x, below);
    const before = Math.abs(i * many.length - below * few.length);
    const at = Math.abs(end * many.length - upTo * few.length);
    gap = Math.max(gap, before, at);
    i = end;
  }
  return gap;
}

/**
 * D = sup |F - G| in [0, 1] of two ascending finite samples, exact in integers; O(s log(l / s)) for sizes s <= l.
 * Empty sample: `invalid`.
 */
export function kolmogorovSmirnov(reference: Float64Array, current: Float64Array): Measure {
  const sizes = { n: reference.length, m: current.length };
  if (sizes.n === 0 || sizes.m === 0) return undefinedFor('invalid', sizes);
  const gap = sizes.n < sizes.m ? largestGap(reference, current) : largestGap(current, reference);
  return defined(gap / (sizes.n * sizes.m), sizes);
}
