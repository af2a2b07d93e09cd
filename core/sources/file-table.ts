// How far one file was read, and any of its rows: those in memory, or read again from the nearest place that is marked.
import { AppError } from '../errors.ts';
import type { KnownIds } from './known-ids.ts';
import { type Piece, pieceOf, type Reading, wantedOf } from './piece.ts';
import type { DataFile, FileMark, RowChunk, Rows } from './row-reader.ts';
import type { Stock } from './stock.ts';

/** Places of a file that are remembered; when there are more, every second one is forgotten. */
const mostMarks = 4096;

export interface FileTable {
  readonly name: string;
  /** Rows that may be used. */
  rows: number;
  mark: FileMark | null;
  /** Places to read again from, ascending. */
  marks: readonly FileMark[];
  /** The last line, while it has no line break. */
  tail: RowChunk['tail'];
  /** The file's stamp when it was last read to its end; null = there is more. */
  stamp: string | null;
  /** The file rests, and its last line is still half-written. */
  unfinished: boolean;
}

export function createTable(name: string): FileTable {
  return { name, rows: 0, mark: null, marks: [], tail: null, stamp: null, unfinished: false };
}

/** What the files of a source share. */
export interface Desk {
  readonly reading: Reading;
  readonly ids: KnownIds;
  readonly stock: Stock;
}

interface Span {
  /** Rows from `from` up to `to`, or all the file has. */
  readonly from: number;
  readonly to: number;
  /** Rows a position says were read before. */
  readonly consumed: number;
  /**
   * When a last line counts that has every cell but no line break (it may be growing): "settled" = once the file was
   * the same in two reads.
   */
  readonly lastLine: 'settled' | 'never';
}

/**
 * The pieces of `file` with the rows of a span, ascending; `table` tells how many rows there are.
 * @throws AppError `bad_data` when the file has fewer rows than were consumed, lacks a column, or is another file
 */
export async function loadSpan(
  table: FileTable,
  file: DataFile,
  { span, desk }: { span: Span; desk: Desk },
): Promise<readonly Piece[]> {
  const settled = table.stamp === file.stamp;
  const found = await spanRead(table, file, { span, settled, desk });
  const last = lastLine(table, { span, settled, desk });
  if (last !== null && within(last, span)) found.push(last);
  table.unfinished =
    table.stamp !== null && settled && table.tail !== null && table.rows === table.mark?.rows;
  if (table.rows < span.consumed) throw shorter(table, span.consumed);
  const to = Math.min(found[0]?.start ?? table.rows, span.to);
  if (span.from >= to) return found;
  return [...(await readAgain(table, file, { span: { ...span, to }, desk })), ...found];
}

function within({ start, rows }: Piece, { from, to }: Span): boolean {
  return start < to && start + rows > from;
}

/** The pieces of a span that are in memory, after reading on as far as is needed. */
async function spanRead(
  table: FileTable,
  file: DataFile,
  { span, settled, desk }: { span: Span; settled: boolean; desk: Desk },
): Promise<Piece[]> {
  const held = () => desk.stock.of(table.name).filter((piece) => within(piece, span));
  if (settled || (table.rows >= span.to && table.stamp === null)) return held();
  // A last line that was taken is read again: it may have grown.
  table.rows = table.mark?.rows ?? 0;
  desk.stock.cut(table.name, table.rows);
  const found = held();
  for await (const piece of readOn(table, file, { to: span.to, desk })) {
    if (within(piece, span)) found.push(piece);
  }
  return found;
}

async function* readOn(
  table: FileTable,
  file: DataFile,
  { to, desk }: { to: number; desk: Desk },
): AsyncGenerator<Piece> {
  table.stamp = null;
  for await (const chunk of desk.reading.reader.read(file, table.mark, wantedOf(desk.reading))) {
    const names = chunk.mark.columns;
    if (names.length > 0) checkColumns(file, names, desk.reading);
    if (chunk.rows > 0) {
      const piece = pieceOf(chunk, { file: table.name, start: table.rows }, desk);
      desk.stock.add(piece);
      yield piece;
    }
    table.mark = chunk.mark;
    table.marks = withMark(table.marks, chunk.mark);
    table.tail = chunk.tail;
    table.rows = chunk.mark.rows;
    if (table.rows >= to) return;
  }
  table.stamp = file.stamp;
}

function withMark(marks: readonly FileMark[], mark: FileMark): readonly FileMark[] {
  if (marks.at(-1)?.rows === mark.rows) return marks;
  return [...(marks.length < mostMarks ? marks : marks.filter((_, at) => at % 2 === 0)), mark];
}

/** The last line, once it may be taken and was not yet. */
function lastLine(
  table: FileTable,
  { span, settled, desk }: { span: Span; settled: boolean; desk: Desk },
): Piece | null {
  const { mark, tail } = table;
  if (table.stamp === null || mark === null || !isWhole(tail) || table.rows > mark.rows) return null;
  const ripe = span.lastLine === 'settled' && settled;
  if (!ripe && table.rows >= span.consumed) return null;
  const piece = pieceOf(tail, { file: table.name, start: table.rows }, desk);
  desk.stock.add(piece);
  table.rows += 1;
  return piece;
}

export function isWhole(tail: RowChunk['tail']): tail is Rows {
  return tail !== null && tail !== 'half';
}

/** Rows that are not in memory any more. */
async function readAgain(
  table: FileTable,
  file: DataFile,
  { span, desk }: { span: Span; desk: Desk },
): Promise<Piece[]> {
  const { reading } = desk;
  const mark = table.marks.findLast(({ rows }) => rows <= span.from) ?? null;
  const pieces: Piece[] = [];
  let start = mark?.rows ?? 0;
  const take = (rows: Rows) => {
    if (start < span.to && start + rows.rows > span.from) {
      pieces.push(pieceOf(rows, { file: table.name, start }, desk));
    }
    start += rows.rows;
  };
  for await (const chunk of reading.reader.read(file, mark, wantedOf(reading))) {
    take(chunk);
    if (isWhole(chunk.tail)) take(chunk.tail);
    if (start >= span.to) break;
  }
  return pieces;
}

/** The header of a table says all; a key of JSON that may be left out (label, dropped) is not missed. */
export function checkColumns(file: DataFile, names: readonly string[], reading: Reading): void {
  const always = [reading.time, reading.id];
  const { labelOptional, label, answers, drop } = reading;
  const spoken = [answers?.prediction ?? null, answers?.score ?? null];
  const inHeader = [labelOptional ? null : label, ...spoken, ...drop];
  const headed = file.kind === 'csv' || file.kind === 'parquet';
  const present = new Set(names);
  const required = headed ? [...always, ...inHeader] : always;
  const lacking = required.filter((column) => column !== null && !present.has(column));
  if (lacking.length === 0) return;
  const list = lacking.map((column) => `"${column}"`).join(', ');
  throw new AppError('bad_data', `"${file.name}" has no column ${list}, which the watch names`, {
    remedy: `Name one of its columns in the watch: ${names.slice(0, 50).join(', ')}.`,
    faults: lacking.map((column) => ({ path: `${file.name}, column ${column}`, message: 'missing' })),
  });
}

function shorter({ name, rows }: FileTable, consumed: number): AppError {
  const message = `has ${rows} rows where ${consumed} were read before: it became shorter or was replaced`;
  return new AppError('bad_data', `"${name}" ${message}`, {
    remedy:
      'Put the file back as it was, or give the new rows under another name; nothing read so far is lost.',
    faults: [{ path: name, message }],
  });
}
