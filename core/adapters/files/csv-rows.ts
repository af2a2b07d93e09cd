// The records of CSV blocks to columns: numbers straight from the bytes, other cells one by one, quotes by csv-parse.
import { isAscii, isUtf8 } from 'node:buffer';
import type { Rows, Wanted } from '../../sources/row-reader.ts';
import { badRow, cellCharacters, checkCell, notUtf8 } from './failure.ts';
import { createGathering, put, type Target } from './gather.ts';
import { type Bytes, readNumber } from './number.ts';
import { lineFeed, quote, recordEnd, records } from './quoted.ts';

const comma = 0x2c;
const carriageReturn = 0x0d;
/** Cells gathered at once, in rows of at least and at most so many. */
const [chunkCells, leastRows, mostRows] = [128 * 1024, 64, 8192];
/** Cells read one by one between two turns of the event loop: a few milliseconds. */
const mostOdd = 16_384;
/** A cell by csv-parse takes about as long as this many bytes of it. */
const quotedBytes = 8;

export interface CsvRows {
  /**
   * Reads whole records from `start` on, as many as fit or take a few milliseconds.
   * @returns where it stopped
   * @throws AppError `bad_data`, `too_large`
   */
  read(bytes: Buffer, start: number): number;
  /** Rows read so far, taken or not. */
  count(): number;
  readonly full: boolean;
  /** The rows since the last take. */
  take(): Rows;
  /** One row from its cells, apart from the others. */
  single(cells: readonly string[]): Rows;
}

interface CsvShape {
  readonly name: string;
  readonly columns: readonly string[];
  readonly wanted: Wanted;
  /** Rows of the file before the first one read. */
  readonly before: number;
}

export function createRows({ name, columns, wanted, before }: CsvShape): CsvRows {
  const room = Math.min(mostRows, Math.max(leastRows, Math.floor(chunkCells / columns.length)));
  const gathering = createGathering(wanted, { rows: room, columns: columns.length });
  const last = columns.length - 1;
  let targets: readonly Target[] = columns.map((column) => gathering.target(column));
  /** Where numbers of each column go; null = the column is none of cells. */
  let numbers = targets.map(({ cells }) => cells?.values ?? null);
  let [taken, row, odd] = [before, 0, 0];
  let text: Decoder = () => '';

  function oddCell(at: Uint8Array, start: number, target: Target): number {
    let end = start;
    while (at[end] !== comma && at[end] !== lineFeed) end += 1;
    if (at[end] === lineFeed && end > start && at[end - 1] === carriageReturn) end -= 1;
    if (target.cells === null && target.texts === null) return end;
    odd += 1;
    const content = text(start, end);
    if (end - start > cellCharacters) checkCell(name, taken + row, content);
    put(target, row, content);
    return end;
  }

  /** One record without quotes; returns where the next begins. */
  function record(bytes: Bytes, start: number): number {
    const { at } = bytes;
    const [own, into] = [row, numbers];
    let place = start;
    for (let column = 0; column <= last; column++) {
      const values = into[column] as Float64Array | null;
      let end = values === null ? -1 : readNumber(bytes, place, values, own);
      if (end < 0) end = oddCell(at, place, targets[column] as Target);
      if ((at[end] === comma) === (column === last)) throw ragged(commasIn(at, start) + 1);
      place = end + 1;
    }
    row += 1;
    return at[place - 1] === carriageReturn ? place + 1 : place;
  }

  function plain(bytes: Bytes, start: number, end: number): number {
    let at = start;
    while (at < end && row < room && odd < mostOdd) {
      const empty = emptyLine(bytes.at, at);
      at = empty > 0 ? at + empty : record(bytes, at);
    }
    return at;
  }

  /** A run of records with quotes. */
  function quoted(bytes: Buffer, start: number): number {
    let end = start;
    for (let count = row; count < room && odd < mostOdd && hasQuote(bytes, end); count++) {
      const next = recordEnd(bytes, end);
      odd += (next - end) / quotedBytes;
      end = next;
    }
    const run = bytes.subarray(start, end);
    if (!isUtf8(run)) throw notUtf8(name, taken + row + firstForeign(run));
    for (const cells of records(run, { name, row: taken + row })) {
      if (cells.length !== columns.length) throw ragged(cells.length);
      putRow(cells);
    }
    return end;
  }

  function putRow(cells: readonly string[]): void {
    for (const [place, target] of targets.entries()) {
      const content = cells[place] ?? '';
      if (target.cells === null && target.texts === null) continue;
      checkCell(name, taken + row, content);
      put(target, row, content);
    }
    row += 1;
  }

  function ragged(count: number) {
    return badRow(name, taken + row, `has ${count} cells where the header names ${columns.length}`);
  }

  function take(): Rows {
    const rows = gathering.take(row);
    taken += row;
    row = 0;
    targets = columns.map((column) => gathering.target(column));
    numbers = targets.map(({ cells }) => cells?.values ?? null);
    return rows;
  }

  return {
    read(bytes, start) {
      odd = 0;
      text = decoder(bytes, () => notUtf8(name, taken + row));
      const both = { at: bytes, words: new DataView(bytes.buffer, bytes.byteOffset) };
      let at = start;
      let quoteAt = bytes.indexOf(quote, at);
      while (at < bytes.length && row < room && odd < mostOdd) {
        if (quoteAt >= 0 && quoteAt < at) quoteAt = bytes.indexOf(quote, at);
        const end = quoteAt < 0 ? bytes.length : Math.max(at, bytes.lastIndexOf(lineFeed, quoteAt) + 1);
        at = at < end ? plain(both, at, end) : quoted(bytes, at);
      }
      return at;
    },
    count: () => taken + row,
    get full() {
      return row >= room;
    },
    take,
    single(cells) {
      const rows = take();
      if (rows.rows > 0) throw new Error('rows were not taken');
      putRow(cells);
      const one = gathering.take(row);
      row = 0;
      return one;
    },
  };
}

/** The text of the bytes from `start` up to `end`. */
type Decoder = (start: number, end: number) => string;

function decoder(bytes: Buffer, foreign: () => Error): Decoder {
  if (isAscii(bytes)) return (start, end) => bytes.toString('latin1', start, end);
  if (isUtf8(bytes)) return (start, end) => bytes.toString('utf8', start, end);
  return (start, end) => {
    if (!isUtf8(bytes.subarray(start, end))) throw foreign();
    return bytes.toString('utf8', start, end);
  };
}

/** Length of the line break, when the line is empty; else 0. */
function emptyLine(at: Uint8Array, start: number): number {
  if (at[start] === lineFeed) return 1;
  return at[start] === carriageReturn && at[start + 1] === lineFeed ? 2 : 0;
}

function commasIn(at: Uint8Array, start: number): number {
  let count = 0;
  for (let place = start; at[place] !== lineFeed; place++) if (at[place] === comma) count += 1;
  return count;
}

/** Whether a quote stands in the first line from `start` on. */
function hasQuote(bytes: Buffer, start: number): boolean {
  const next = bytes.indexOf(quote, start);
  return next >= 0 && next < bytes.indexOf(lineFeed, start);
}

/** Which record of a run is not UTF-8. */
function firstForeign(run: Buffer): number {
  let [count, start] = [0, 0];
  for (; start < run.length; count++) {
    const end = recordEnd(run, start);
    if (!isUtf8(run.subarray(start, end))) return count;
    start = end;
  }
  return count;
}
