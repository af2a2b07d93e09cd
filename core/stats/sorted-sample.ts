// The sorted sample without missing values that the rank statistics work on, made once and kept. Pure.

/** Ascending finite values, and how many rows were left out. */
export interface SortedSample {
  readonly values: Float64Array;
  /** Rows left out: NaN and the infinities. */
  readonly missing: number;
  /** Those of them that were infinite, which is a fault of the data. */
  readonly infinite: number;
}

/** Sorts a copy of the finite values; the input stays as it is. */
export function sortedFinite(column: Float64Array): SortedSample {
  const kept = new Float64Array(column.length);
  let size = 0;
  let infinite = 0;
  for (let row = 0; row < column.length; row += 1) {
    const x = column[row] as number;
    if (Number.isFinite(x)) {
      kept[size] = x;
      size += 1;
    } else if (!Number.isNaN(x)) infinite += 1;
  }
  const values = size === column.length ? kept : kept.slice(0, size);
  return { values: values.sort(), missing: column.length - size, infinite };
}
