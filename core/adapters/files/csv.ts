// CSV (RFC 4180: commas, double quotes) to columns of cells.
import { isUtf8 } from 'node:buffer';
import { setImmediate as turn } from 'node:timers/promises';
import type { FileMark, RowChunk, RowReader, Wanted } from '../../sources/row-reader.ts';
import { type Block, blocksOf, type Opened, type Place, placeAfter, withFile } from './blocks.ts';
import { type CsvRows, createRows } from './csv-rows.ts';
import { readHeader } from './header.ts';
import { quote, records, recordsEnd } from './quoted.ts';
import type { ReadingThread } from './reading-thread.ts';
import { stretchesOf } from './stretch.ts';
import { readTogether } from './together.ts';

const carriageReturn = 0x0d;

/** `thread`: what reads large files together with the event loop; null = nothing. @throws AppError `bad_data`, `too_large` */
export function csvReader(thread: ReadingThread | null): RowReader['read'] {
  return ({ name, path }, from, wanted) =>
    withFile({ name, path, from }, (opened) => readOpened(opened, { from, wanted, thread }));
}

interface Request {
  readonly from: FileMark | null;
  readonly wanted: Wanted;
  readonly thread: ReadingThread | null;
}

/** A file that is being read. */
interface Read {
  readonly name: string;
  readonly wanted: Wanted;
  /** Rows of the file before the first one read. */
  readonly before: number;
  columns: readonly string[];
  /** Null while there is no header. */
  rows: CsvRows | null;
}

/** The first chunk shows what the rest is like, and whether anybody wants it. */
async function* readOpened(opened: Opened, { from, wanted, thread }: Request): AsyncGenerator<RowChunk> {
  const { name, handle } = opened;
  const { rows: before = 0, columns = [] } = from ?? {};
  const rows = columns.length === 0 ? null : createRows({ name, columns, wanted, before });
  const file: Read = { name, wanted, before, columns, rows };
  if (thread === null) return yield* readAlone(opened, file, null);
  const { size } = await handle.stat();
  const shared = { opened, file, thread, size };
  const place = yield* readAlone(opened, file, (end, block) => isLarge(shared, end, block));
  if (place !== null) yield* readShared(shared, place);
}

interface Shared {
  readonly opened: Opened;
  readonly file: Read;
  readonly thread: ReadingThread;
  /** Of the file, when it was opened. */
  readonly size: number;
}

/** Whether what is behind the first chunk is for two threads. Where some quotes are, there are more. */
function isLarge({ opened, file, size }: Shared, { offset }: Place, { bytes }: Block): boolean {
  if (bytes.includes(quote)) return false;
  const read = { from: opened.place.offset, to: offset, rows: rowsRead(file) };
  return stretchesOf(read, size).length > 0;
}

/** Together as long as it is plain, then alone. */
async function* readShared({ opened, file, thread, size }: Shared, place: Place): AsyncGenerator<RowChunk> {
  const { name, handle } = opened;
  const { columns, wanted, rows } = file;
  const joined = rows === null ? null : thread.join(rows.kinds());
  let reached = { place, rows: file.before + rowsRead(file) };
  if (joined !== null) {
    const read = { from: opened.place.offset, to: place.offset, rows: rowsRead(file) };
    const table = { name, handle, columns, wanted, stretches: stretchesOf(read, size) };
    reached = yield* readTogether(table, reached, joined);
    rows?.pass(reached.rows - rows.count());
  }
  yield* readAlone({ ...opened, place: reached.place }, file, null);
}

function rowsRead({ rows, before }: Read): number {
  return rows === null ? 0 : rows.count() - before;
}

/** Whether reading stops behind a chunk, which ends in `block`. */
type Until = (end: Place, block: Block) => boolean;

/** Reads from the place that is open. Returns where it stopped before the end; null at the end. */
async function* readAlone(
  opened: Opened,
  file: Read,
  until: Until | null,
): AsyncGenerator<RowChunk, Place | null> {
  for await (const block of blocksOf(opened, recordsEnd)) {
    if (block.tail) {
      yield lastChunk(block, file);
      return null;
    }
    const header =
      file.rows === null ? readHeader(block.bytes, file.name) : { columns: file.columns, end: 0 };
    if (header === null) continue;
    const { columns, end } = header;
    file.columns = columns;
    file.rows ??= createRows({ ...file, columns });
    const stop = yield* chunksOf(block, { from: end, rows: file.rows, columns, until });
    if (stop !== null) return stop;
  }
  return null;
}

interface Filling {
  readonly from: number;
  readonly rows: CsvRows;
  readonly columns: readonly string[];
  readonly until: Until | null;
}

/** The chunks a block fills. */
async function* chunksOf(
  block: Block,
  { from, rows, columns, until }: Filling,
): AsyncGenerator<RowChunk, Place | null> {
  const { bytes, start } = block;
  for (let at = from; at < bytes.length; ) {
    at = rows.read(bytes, at);
    if (rows.full) {
      const chunk = rows.take();
      const place = placeAfter(start, bytes.subarray(0, at));
      yield { ...chunk, mark: { ...place, rows: rows.count(), columns }, tail: null };
      if (until?.(place, block) === true) return place;
    }
    if (at < bytes.length) await turn();
  }
  return null;
}

function lastChunk(block: Block, { name, rows, columns, before }: Read): RowChunk {
  const count = rows?.count() ?? before;
  const mark = { ...block.start, rows: count, columns };
  const whole = rows?.take() ?? { rows: 0, cells: new Map(), texts: new Map() };
  // The line feed of a CRLF may not be written yet.
  const bytes = block.bytes.at(-1) === carriageReturn ? block.bytes.subarray(0, -1) : block.bytes;
  if (bytes.length === 0) return { ...whole, mark, tail: null };
  // Half of a letter is no text yet.
  const row = isUtf8(bytes)
    ? records(bytes, { name, row: rows === null ? null : count }, true)[0]
    : undefined;
  const complete = rows !== null && row?.length === columns.length;
  return { ...whole, mark, tail: complete ? rows.single(row) : 'half' };
}
