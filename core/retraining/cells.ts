// The cells of a column one by one, without an object a row left behind. Pure.
import type { Column } from '../frame/frame.ts';

export const lengthOf = (column: Column) =>
  column.kind === 'numeric' ? column.values.length : column.codes.length;

/** Null where there is none: the empty text and numbers that are not finite count as missing. */
export function valueAt(column: Column, row: number): number | string | null {
  if (column.kind === 'categorical') return column.categories[column.codes[row] ?? -1] || null;
  const value = column.values[row] ?? Number.NaN;
  return Number.isFinite(value) ? value : null;
}

/** 1 for the rows that are marked. Uint8Array.from with a function is as short and leaves an object a row behind. */
export function marksOf(rows: number, isMarked: (row: number) => boolean): Uint8Array {
  const marks = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) if (isMarked(row)) marks[row] = 1;
  return marks;
}
