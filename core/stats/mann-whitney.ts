// The Mann-Whitney statistic as a probability, which is also the area under the ROC curve. Pure.
import { defined, type Measure, undefinedFor } from './measure.ts';
import { countBelow, countUpTo } from './sorted-search.ts';

/** P(current > reference) + P(equal) / 2 of two ascending finite samples, in [0, 1]. Empty sample: `invalid`. */
export function mannWhitneyAuc(reference: Float64Array, current: Float64Array): Measure {
  const sizes = { n: reference.length, m: current.length };
  if (sizes.n === 0 || sizes.m === 0) return undefinedFor('invalid', sizes);
  let halfWins = 0;
  let upTo = 0;
  for (let j = 0; j < sizes.m; ) {
    const x = current[j] as number;
    const end = countUpTo(current, x, j + 1);
    const below = countBelow(reference, x, upTo);
    upTo = countUpTo(reference, x, below);
    halfWins += (end - j) * (below + upTo);
    j = end;
  }
  return defined(halfWins / (2 * sizes.n * sizes.m), sizes);
}

/** Standard deviation of that probability when both samples have one law without ties (Mann and Whitney 1947). */
export function aucNoise(n: number, m: number): number {
  return Math.sqrt((n + m + 1) / (12 * n * m));
}
