// Rows of a file with their labels, and the search for the newest of them.
import { categoryAt, categoryOf } from '../frame/cells.ts';
import type { Schema } from '../frame/frame.ts';
import { idAt, type Pick, rowsBetween } from './file-frame.ts';
import type { Piece } from './piece.ts';

/** How many rows are asked about at once while labelled ones are looked for. */
const stride = 5_000;

/** Where labels are known from, the first that knows one winning: the store, files of labels, the label column. */
export interface Knowledge {
  readonly stored: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  readonly filed: { get(id: string): string | null | undefined };
  readonly column: string | null;
}

/** Rows of a file: pieces that hold those of a span, and the columns the file has shown. */
export interface FileRows {
  readonly pieces: (start: number, end: number) => Promise<readonly Piece[]>;
  readonly columns: () => readonly string[];
}

/** The rows from `start` up to `end`, those of each piece for themselves. */
export async function pickRows(
  knowledge: Knowledge,
  file: FileRows,
  { start, end }: { start: number; end: number },
): Promise<Pick[]> {
  const picks: Pick[] = [];
  for (const piece of await file.pieces(start, end)) {
    const [first, last] = [Math.max(0, start - piece.start), Math.min(piece.rows, end - piece.start)];
    const rows = rowsBetween(first, last);
    picks.push({ piece, rows, labels: await labelsOf(knowledge, piece, rows), columns: file.columns() });
  }
  return picks;
}

async function labelsOf(
  { stored, filed, column }: Knowledge,
  piece: Piece,
  rows: Uint32Array,
): Promise<(string | null)[]> {
  const cells = column === null ? undefined : piece.cells.get(column);
  const ids = Array.from(rows, (row) => idAt(piece, row));
  const given = await stored(ids);
  return ids.map((id, at) => {
    const label = given.get(id);
    if (label !== undefined) return categoryOf(label);
    return filed.get(id) ?? (cells === undefined ? null : categoryAt(cells, rows[at] ?? 0));
  });
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
export async function newestRows(knowledge: Knowledge, file: FileRows, search: Search): Promise<Pick[]> {
  const { floor, labelled, schema } = search;
  const classes = schema === null ? null : new Set(schema.classes);
  const known = (label: string | null) => label !== null && (classes?.has(label) ?? true);
  const picks: Pick[] = [];
  let { end, left } = search;
  while (end > floor && left > 0) {
    const start = Math.max(floor, end - (labelled ? stride : left));
    for (const pick of (await pickRows(knowledge, file, { start, end })).toReversed()) {
      const kept = labelled ? lastOf(pick, known, left) : pick;
      if (kept.rows.length > 0) picks.unshift(kept);
      left -= kept.rows.length;
    }
    end = start;
  }
  return picks;
}

/** The last `most` rows of a pick whose label is known. */
function lastOf(all: Pick, known: (label: string | null) => boolean, most: number): Pick {
  const labelled = [...all.labels.keys()].filter((at) => known(all.labels[at] ?? null));
  const places = most === 0 ? [] : labelled.slice(-most);
  return {
    ...all,
    rows: Uint32Array.from(places, (at) => all.rows[at] ?? 0),
    labels: places.map((at) => all.labels[at] ?? null),
  };
}
