// The reference window of a watch, when it is given as a file of its own.

import { categoryAt } from '../frame/cells.ts';
import { createFaults } from '../frame/faults.ts';
import type { Frame } from '../frame/frame.ts';
import { createTimeReader } from '../frame/time.ts';
import type { ReferenceSettings } from '../watch.ts';
import { frameOfPicks, type Pick, rowsBetween } from './file-frame.ts';
import { createTable, type FileTable, loadTable, type Reading } from './file-table.ts';
import type { RowReader } from './row-reader.ts';

interface ReferenceOptions {
  /** IANA name: where the wall clock of times without a zone hangs. */
  readonly timezone: string;
  readonly reader: RowReader;
}

/**
 * Every row of the reference, files by name. Features and classes are inferred.
 * @throws AppError `not_found`, `bad_data`, `too_large`
 */
export async function readReference(
  { path, time, id, label, drop }: ReferenceSettings,
  { timezone, reader }: ReferenceOptions,
): Promise<Frame> {
  const timeOf = createTimeReader(timezone);
  const reading: Reading = { reader, time, id, label, drop, labelOptional: false, timeOf };
  const picks: Pick[] = [];
  const seen = new Set<string>();
  for (const file of await reader.list(path)) {
    const table = createTable(file.name);
    const wanted = { rows: Number.POSITIVE_INFINITY, consumed: 0, lastLine: 'now', seen } as const;
    await loadTable(table, file, { wanted, reading });
    if (table.rows > 0) picks.push(wholeTable(table, label));
  }
  return frameOfPicks(picks, { reading, schema: null, faults: createFaults() });
}

function wholeTable(table: FileTable, label: string | null): Pick {
  const rows = rowsBetween(0, table.rows);
  const column = label === null ? undefined : table.columns.get(label);
  const labels = Array.from(rows, (row) => (column === undefined ? null : categoryAt(column, row)));
  return { table, rows, labels };
}
