// The sorted sample without missing values that the rank statistics work on, made once. Pure.
import { sorterFor } from './sorter.ts';

/** Ascending finite values, and how many rows were left out. */
export interface SortedSample {
  readonly values: Float64Array;
  /** Rows left out: NaN and the infinities. */
  readonly missing: number;
  /** Those of them that were infinite, which is a fault of the data. */
  readonly infinite: number;
}

/**
 * Sorts the finite values of a column, which stays as it is. What comes back stands in the sorter's own memory, until the
 * sorter is used again.
 */
export function sortedFinite(column: Float64Array, sorter = sorterFor(column.length)): SortedSample {
  const values = sorter.sortFinite(column);
  const missing = column.length - values.length;
  return { values, missing, infinite: missing === 0 ? 0 : infiniteIn(column) };
}

function infiniteIn(column: Float64Array): number {
  let count = 0;
  for (let row = 0; row < column.length; row += 1)
    if (Math.abs(column[row] as number) === Infinity) count += 1;
  return count;
}
