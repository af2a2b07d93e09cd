// Rows of predictions as blocks and back: which go together, and how they lie in one document. Pure.
import { Binary } from 'mongodb';
import type { Observation, OwnRow } from '../../observation.ts';
import type { BlockRow } from './collections.ts';

export interface Numbered<Row extends Observation = Observation> {
  readonly sequence: number;
  readonly row: Row;
}

/** Rows of one block, but for those of the request that is the last. */
const mostRows = 1_000;
/** Bytes at which a block is full, and that none is larger than: a document may have 16 MB, and texts count twice. */
const full = 2 ** 21;
const largest = 2 ** 22;
/** Milliseconds from the end of a block's first row to that of its last: what a server takes to notice an end. */
const sameEnd = 60_000;
/** `numbers` and `marks` of a row, beside the features. */
const figures = 2;
const marksOfRow = 4;

/** The request an id is of, and the place of its row there: the whole id and -1 where the id names no place. */
function split(id: string): { readonly request: string; readonly place: number } {
  const found = /^(.+)-(0|[1-9]\d{0,2})$/s.exec(id);
  if (found === null) return { request: id, place: -1 };
  return { request: found[1] ?? '', place: Number(found[2]) };
}

const keyOf = (watch: string, request: string) => `${watch}/${request}`;

/** Under what the block of a row is found. */
export const requestKey = (watch: string, id: string): string => keyOf(watch, split(id).request);

interface Draft {
  readonly first: OwnRow;
  readonly rows: Numbered<OwnRow>[];
  /** Place of its last row by request. */
  readonly requests: Map<string, number>;
  readonly textual: (boolean | null)[];
  latest: string;
  bytes: number;
}

/**
 * Blocks of rows of one watch, in their order. `loose` are those that fit in none: the rest of a request whose block is
 * full, an id that comes again, a feature that is a number here and a text there.
 */
export function blocksOf(rows: readonly Numbered<OwnRow>[]): {
  blocks: readonly (readonly Numbered<OwnRow>[])[];
  loose: Numbered<OwnRow>[];
} {
  const blocks: Numbered<OwnRow>[][] = [];
  const loose: Numbered<OwnRow>[] = [];
  const placed = new Map<string, Draft>();
  let open: Draft | null = null;
  for (const one of rows) {
    const { request, place } = split(one.row.id);
    const holder = placed.get(request);
    if (open === null || (holder === undefined && !takes(open, one.row, request))) {
      open = draftOf(one.row);
      blocks.push(open.rows);
    }
    const isNext = holder === undefined || (holder === open && place > (open.requests.get(request) ?? place));
    if (!isNext || !takes(open, one.row, request) || !hasKinds(open.textual, one.row)) {
      loose.push(one);
      continue;
    }
    placed.set(request, open);
    open.requests.set(request, place);
    open.latest = request;
    open.bytes += bytesOf(one.row);
    open.rows.push(one);
  }
  return { blocks: blocks.filter(({ length }) => length > 0), loose };
}

const draftOf = (first: OwnRow): Draft => ({
  first,
  rows: [],
  requests: new Map(),
  textual: first.features.map(() => null),
  latest: '',
  bytes: 0,
});

function takes({ first, rows, latest, bytes }: Draft, row: OwnRow, request: string): boolean {
  const isFull = rows.length >= mostRows || bytes >= full;
  return (
    (latest === request || !isFull) &&
    bytes + bytesOf(row) <= largest &&
    row.storedAt === first.storedAt &&
    row.version === first.version &&
    row.via === first.via &&
    row.features.length === first.features.length &&
    row.expiresAt - row.at === first.expiresAt - first.at &&
    Math.abs(row.expiresAt - first.expiresAt) < sameEnd
  );
}

function bytesOf({ features }: OwnRow): number {
  let bytes = 8 * (figures + marksOfRow + features.length);
  for (const cell of features) if (typeof cell === 'string') bytes += 2 * cell.length;
  return bytes;
}

/** Whether every feature is what it was in the rows before; those that were missing so far become known. */
function hasKinds(textual: (boolean | null)[], { features }: OwnRow): boolean {
  const isOther = (cell: OwnRow['features'][number], at: number) =>
    cell !== null && textual[at] !== null && textual[at] !== (typeof cell === 'string');
  if (features.some(isOther)) return false;
  for (const [at, cell] of features.entries()) if (cell !== null) textual[at] ??= typeof cell === 'string';
  return true;
}

/** One document of rows that go together. */
export function encode(first: Numbered<OwnRow>, rows: readonly Numbered<OwnRow>[]): BlockRow {
  const { watch, version, via, storedAt, at, expiresAt, features } = first.row;
  const [requests, classes, texts] = [dictionary(), dictionary(), dictionary()];
  const width = figures + features.length;
  const numbers = new Float64Array(rows.length * width);
  const marks = new Int32Array(rows.length * marksOfRow);
  const textual = new Set<number>();
  let end = expiresAt;
  for (const [turn, { row, sequence }] of rows.entries()) {
    const { request, place } = split(row.id);
    const code = requests.codeOf(keyOf(watch, request));
    marks.set([sequence - first.sequence, code, place, classes.codeOf(row.predicted)], turn * marksOfRow);
    numbers[turn * width] = row.at;
    numbers[turn * width + 1] = row.probability;
    for (const [feature, cell] of row.features.entries()) {
      if (typeof cell === 'string') textual.add(feature);
      numbers[turn * width + figures + feature] =
        typeof cell === 'string' ? texts.codeOf(cell) : (cell ?? Number.NaN);
    }
    end = Math.max(end, row.expiresAt);
  }
  return {
    _id: requests.list[0] ?? '',
    v: 1,
    rev: 0,
    watch,
    version,
    via,
    storedAt,
    life: expiresAt - at,
    expiresAt: new Date(end),
    seq: first.sequence,
    last: rows.at(-1)?.sequence ?? first.sequence,
    requests: requests.list,
    classes: classes.list,
    texts: texts.list,
    textual: [...textual],
    numbers: new Binary(new Uint8Array(numbers.buffer)),
    marks: new Binary(new Uint8Array(marks.buffer)),
  };
}

function dictionary() {
  const codes = new Map<string, number>();
  const list: string[] = [];
  const codeOf = (text: string): number => {
    const code = codes.get(text) ?? list.push(text) - 1;
    codes.set(text, code);
    return code;
  };
  return { list, codeOf };
}

/** Where the rows of a block are, in sequence. */
export function placesIn(block: Pick<BlockRow, 'watch' | 'seq' | 'requests' | 'marks'>): {
  readonly id: string;
  readonly sequence: number;
}[] {
  const marks = new Int32Array(aligned(block.marks));
  const from = block.watch.length + 1;
  return Array.from({ length: marks.length / marksOfRow }, (_, turn) => {
    const at = turn * marksOfRow;
    const request = block.requests[marks[at + 1] as number]?.slice(from) ?? '';
    const place = marks[at + 2] as number;
    return {
      id: place < 0 ? request : `${request}-${place}`,
      sequence: block.seq + (marks[at] as number),
    };
  });
}

/** The rows of a block with a sequence number that is wanted, in sequence. */
export function decode(block: BlockRow, wanted: (sequence: number) => boolean): Numbered<OwnRow>[] {
  const { watch, version, via, storedAt, life, classes, texts } = block;
  const numbers = new Float64Array(aligned(block.numbers));
  const marks = new Int32Array(aligned(block.marks));
  const textual = new Set(block.textual);
  const places = placesIn(block);
  const width = numbers.length / places.length;
  const cellAt = (at: number, feature: number) => {
    const number = numbers[at] as number;
    if (Number.isNaN(number)) return null;
    return textual.has(feature) ? (texts[number] ?? null) : number;
  };
  return places.flatMap(({ id, sequence }, turn): Numbered<OwnRow>[] => {
    if (!wanted(sequence)) return [];
    const at = turn * width;
    const time = numbers[at] as number;
    const row = {
      id,
      watch,
      at: time,
      storedAt,
      expiresAt: time + life,
      features: Array.from({ length: width - figures }, (_, one) => cellAt(at + figures + one, one)),
      version,
      predicted: classes[marks[turn * marksOfRow + 3] as number] ?? '',
      probability: numbers[at + 1] as number,
      via,
    };
    return [{ sequence, row }];
  });
}

/** A copy, because the bytes of a document lie anywhere in a message. */
const aligned = ({ buffer, position }: Binary): ArrayBuffer =>
  new Uint8Array(buffer.subarray(0, position)).buffer;
