// Rows of a file table with their labels, and the search for the newest of them.
import { categoryAt, categoryOf } from '../frame/cells.ts';
import type { Schema } from '../frame/frame.ts';
import { idAt, type Pick, rowsBetween } from './file-frame.ts';
import type { FileTable } from './file-table.ts';

/** How many rows are asked about at once while labelled ones are looked for. */
const stride = 5_000;

/** Where labels are known from, the first that knows one winning: the store, files of labels, the label column. */
export interface Knowledge {
  readonly stored: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  readonly filed: ReadonlyMap<string, string | null>;
  readonly column: string | null;
}

export async function pickRows(knowledge: Knowledge, table: FileTable, rows: Uint32Array): Promise<Pick> {
  const column = knowledge.column === null ? undefined : table.columns.get(knowledge.column);
  const ids = Array.from(rows, (row) => idAt(table, row));
  const stored = await knowledge.stored(ids);
  const label = (id: string, at: number) => {
    const given = stored.get(id);
    if (given !== undefined) return categoryOf(given);
    return knowledge.filed.get(id) ?? (column === undefined ? null : categoryAt(column, rows[at] ?? 0));
  };
  return { table, rows, labels: ids.map(label) };
}

interface Search {
  /** Looks at the rows from `floor` (inclusive) to `end`. */
  readonly floor: number;
  readonly end: number;
  readonly left: number;
  readonly labelled: boolean;
  /** With a schema only its classes count as labels. */
  readonly schema: Schema | null;
}

/** The newest rows, at most `left`, oldest first. */
export async function newestRows(knowledge: Knowledge, table: FileTable, search: Search): Promise<Pick[]> {
  const { floor, labelled, schema } = search;
  const classes = schema === null ? null : new Set(schema.classes);
  const known = (label: string | null) => label !== null && (classes?.has(label) ?? true);
  const picks: Pick[] = [];
  let { end, left } = search;
  while (end > floor && left > 0) {
    const start = Math.max(floor, end - (labelled ? stride : left));
    const all = await pickRows(knowledge, table, rowsBetween(start, end));
    const kept = labelled ? lastOf(all, known, left) : all;
    if (kept.rows.length > 0) picks.unshift(kept);
    left -= kept.rows.length;
    end = start;
  }
  return picks;
}

/** The last `most` rows of a pick whose label is known. */
function lastOf(all: Pick, known: (label: string | null) => boolean, most: number): Pick {
  const places = [...all.labels.keys()].filter((at) => known(all.labels[at] ?? null)).slice(-most);
  return {
    table: all.table,
    rows: Uint32Array.from(places, (at) => all.rows[at] ?? 0),
    labels: places.map((at) => all.labels[at] ?? null),
  };
}
