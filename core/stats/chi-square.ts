// Pearson's chi-square test of homogeneity of two rows of counts. Pure.
import { sizesOf } from './counts.ts';
import { defined, type Measure, undefinedFor } from './measure.ts';
import { chiSquareSf } from './special/chi-square-law.ts';

export interface ChiSquare {
  readonly statistic: number;
  readonly dof: number;
  readonly pValue: number;
}

/**
 * The 2 x K test without continuity correction; cells empty on both sides are left out, K - 1 degrees of freedom.
 * Fewer than two cells: statistic 0, p 1. Empty sample: `invalid`.
 */
export function chiSquare(reference: Uint32Array, current: Uint32Array): Measure<ChiSquare> {
  const sizes = sizesOf(reference, current);
  const { n, m } = sizes;
  if (n === 0 || m === 0) return undefinedFor('invalid', sizes);
  let statistic = 0;
  let cells = 0;
  reference.forEach((a, cell) => {
    const both = a + (current[cell] as number);
    if (both === 0) return;
    cells += 1;
    // The two terms (observed - expected)^2 / expected of a column add up to this.
    const excess = a - (both * n) / (n + m);
    statistic += (excess * excess * (n + m) * (n + m)) / (both * n * m);
  });
  if (cells < 2) return defined({ statistic: 0, dof: 0, pValue: 1 }, sizes);
  return defined({ statistic, dof: cells - 1, pValue: chiSquareSf(statistic, cells - 1) }, sizes);
}
