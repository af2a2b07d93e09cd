// The sorted sample without missing values that the rank statistics work on, made once and kept. Pure.
import { type Sorter, sorterFor } from './sorter.ts';

/** Ascending finite values, and how many rows were left out. */
export interface SortedSample {
  readonly values: Float64Array;
  /** Rows left out: NaN and the infinities. */
  readonly missing: number;
  /** Those of them that were infinite, which is a fault of the data. */
  readonly infinite: number;
}

interface Options {
  /** Gives the array the sorted values are put in; without it a new one. */
  readonly room?: (length: number) => Float64Array;
  /** For at least as many values as the column has. */
  readonly sorter?: Sorter;
}

/** Sorts a copy of the finite values; the input stays as it is. */
export function sortedFinite(
  column: Float64Array,
  { room = newRoom, sorter = sorterFor(column.length) }: Options = {},
): SortedSample {
  const { finite, infinite } = count(column);
  const values = room(finite);
  if (finite === column.length) values.set(column);
  else keepFinite(column, values);
  sorter.sort(values);
  return { values, missing: column.length - finite, infinite };
}

const newRoom = (length: number) => new Float64Array(length);

function count(column: Float64Array): { finite: number; infinite: number } {
  let finite = 0;
  let infinite = 0;
  for (let row = 0; row < column.length; row += 1) {
    const x = column[row] as number;
    // Only what is not finite has a difference to itself: NaN.
    if (x - x === 0) finite += 1;
    else if (x === Number.POSITIVE_INFINITY || x === Number.NEGATIVE_INFINITY) infinite += 1;
  }
  return { finite, infinite };
}

function keepFinite(column: Float64Array, values: Float64Array): void {
  let size = 0;
  for (let row = 0; row < column.length; row += 1) {
    const x = column[row] as number;
    if (!Number.isFinite(x)) continue;
    values[size] = x;
    size += 1;
  }
}
