// The two-sample Anderson-Darling statistic with mid-ranks, standardised (Scholz and Stephens 1987, equations 4 and 7). Pure.
import { stepsOf } from './ranks.ts';

/** Both samples ascending, at least four rows and two distinct values in all. */
export function andersonDarling(reference: Float64Array, current: Float64Array): number {
  const sizes = [reference.length, current.length] as const;
  const rows = sizes[0] + sizes[1];
  let raw = 0;
  for (const { below, equal } of stepsOf(reference, current)) {
    const ties = equal[0] + equal[1];
    const rank = below[0] + below[1] + ties / 2;
    const spread = rank * (rows - rank) - (rows * ties) / 4;
    for (const side of [0, 1] as const) {
      const own = below[side] + equal[side] / 2;
      raw += ((ties / rows) * (rows * own - rank * sizes[side]) ** 2) / spread / sizes[side];
    }
  }
  return ((raw * (rows - 1)) / rows - 1) / Math.sqrt(variance(rows, 1 / sizes[0] + 1 / sizes[1]));
}

/** Variance of the statistic of two samples under one law (equation 4); `reciprocals` is the sum of 1 / size. */
function variance(rows: number, reciprocals: number): number {
  let h = 0;
  let g = 0;
  for (let i = 1; i < rows; i++) h += 1 / i;
  let tail = 0;
  for (let i = rows - 1; i > 1; i--) {
    tail += 1 / i;
    g += tail / (rows + 1 - i);
  }
  const a = 4 * g - 6 + (10 - 6 * g) * reciprocals;
  const b = (2 * g - 4) * 4 + 16 * h + (2 * g - 14 * h - 4) * reciprocals - 8 * h + 4 * g - 6;
  const c = (6 * h + 2 * g - 2) * 4 + (4 * h - 4 * g + 6) * 2 + (2 * h - 6) * reciprocals + 4 * h;
  const d = (2 * h + 6) * 4 - 8 * h;
  return (((a * rows + b) * rows + c) * rows + d) / ((rows - 1) * (rows - 2) * (rows - 3));
}
