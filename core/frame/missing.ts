// How much of each feature is missing in some rows. Pure.
import type { Column, Frame } from './frame.ts';

/** Share in [0, 1] of the rows without a value, by feature; 0 for a frame without rows. */
export function missingShares({ rows, columns }: Pick<Frame, 'rows' | 'columns'>): Map<string, number> {
  return new Map(columns.map((column) => [column.name, missingIn(column) / Math.max(1, rows)]));
}

function missingIn(column: Column): number {
  let missing = 0;
  if (column.kind === 'numeric') for (const value of column.values) missing += Number.isNaN(value) ? 1 : 0;
  else for (const code of column.codes) missing += code < 0 ? 1 : 0;
  return missing;
}
