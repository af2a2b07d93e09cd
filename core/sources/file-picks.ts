// Rows of a file with their labels, and the search for the newest of them.
import { categoryAt, categoryOf } from '../frame/cells.ts';
import type { Schema } from '../frame/frame.ts';
import { idAt, type Pick, rowsBetween } from './file-frame.ts';
import type { Piece } from './piece.ts';

/** The most rows that are asked about at once. */
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
  const spans = (await file.pieces(start, end)).map((piece) => {
    const [first, last] = [Math.max(0, start - piece.start), Math.min(piece.rows, end - piece.start)];
    const rows = rowsBetween(first, last);
    return { piece, rows, ids: Array.from(rows, (row) => idAt(piece, row)) };
  });
  const given = await askedOf(
    knowledge,
    spans.flatMap(({ ids }) => ids),
  );
  return spans.map(({ piece, rows, ids }) => {
    const labels = labelsOf(knowledge, given, { piece, rows, ids });
    return { piece, rows, labels, columns: file.columns() };
  });
}

/** Labels the store holds: small pieces are not asked about one by one, nor all rows of a long file at once. */
async function askedOf({ stored }: Knowledge, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length <= stride) return stored(ids);
  const given = new Map<string, string>();
  for (let from = 0; from < ids.length; from += stride)
    for (const [id, label] of await stored(ids.slice(from, from + stride))) given.set(id, label);
  return given;
}

function labelsOf(
  { filed, column }: Knowledge,
  given: ReadonlyMap<string, string>,
  { piece, rows, ids }: { piece: Piece; rows: Uint32Array; ids: readonly string[] },
): (string | null)[] {
  const cells = column === null ? undefined : piece.cells.get(column);
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
  // Most have a label where any has: further back is looked in longer and longer steps, as far as it takes.
  let step = left;
  while (end > floor && left > 0) {
    const start = Math.max(floor, end - (labelled ? Math.min(step, stride) : left));
    step *= 2;
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
