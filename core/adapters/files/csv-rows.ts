// The records of CSV blocks to columns: numbers straight from the bytes, other cells one by one, quotes by csv-parse.
import { isUtf8 } from 'node:buffer';
import type { Rows, Wanted } from '../../sources/row-reader.ts';
import { blockLimit } from './blocks.ts';
import { type Decoder, decoder, kindOf, mostOdd, putListed } from './csv-cells.ts';
import { badRow, checkCell, notUtf8 } from './failure.ts';
import { createGathering, put, type Target } from './gather.ts';
import { createPlain, kinds, roomFor } from './plain.ts';
import { lineFeed, quote, recordEnd, records } from './quoted.ts';

const comma = 0x2c;
/** A cell by csv-parse takes about as long as this many bytes of it. */
const quotedBytes = 8;

export interface CsvRows {
  /**
   * Reads whole records from `start` on, as many as fit or take a few milliseconds.
   * @returns where it stopped
   * @throws AppError `bad_data`, `too_large`
   */
  read(bytes: Buffer, start: number): number;
  /** The kind of each column, as the kernel knows them. */
  kinds(): Uint8Array<ArrayBuffer>;
  /** Passes over so many rows, which somebody else read; none may be left to take. */
  pass(rows: number): void;
  /** Rows read so far, taken or not. */
  count(): number;
  readonly full: boolean;
  /** The rows since the last take; their numbers are the kernel's memory, which the next read writes over. */
  take(): Rows;
  /** One row from its cells, apart from the others: the one behind all that were taken. */
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
  const room = roomFor(columns.length);
  const plain = createPlain({ columns: columns.length, room, mostListed: mostOdd, bytes: blockLimit });
  const gathering = createGathering(wanted, plain.column);
  let targets: readonly Target[] = columns.map((column) => gathering.target(column));
  plain.kinds.set(targets.map(kindOf));
  let [taken, row, odd] = [before, 0, 0];
  let loaded: Buffer | null = null;
  let text: Decoder = () => '';

  function load(bytes: Buffer): void {
    loaded = bytes;
    plain.load(bytes);
    text = decoder(bytes);
  }

  /** Records by the kernel; returns where it stopped, and whether it is stuck there. */
  function plainly(start: number): { at: number; stuck: boolean } {
    const stop = plain.read(start, row);
    const into = { name, before: taken, text, targets };
    for (let place = 0; place < stop.listed; place++) putListed(plain.listed(place), into);
    odd += stop.listed;
    row = stop.row;
    return stop;
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
      putRow(cells, targets, row);
      row += 1;
    }
    return end;
  }

  function putRow(cells: readonly string[], into: readonly Target[], own: number): void {
    for (const [place, target] of into.entries()) {
      const content = cells[place] ?? '';
      if (kindOf(target) === kinds.skipped) continue;
      checkCell(name, taken + own, content);
      put(target, own, content);
    }
  }

  function ragged(count: number) {
    return badRow(name, taken + row, `has ${count} cells where the header names ${columns.length}`);
  }

  function take(): Rows {
    const rows = gathering.take(row);
    plain.reset();
    taken += row;
    row = 0;
    targets = columns.map((column) => gathering.target(column));
    return rows;
  }

  return {
    read(bytes, start) {
      if (bytes !== loaded) load(bytes);
      odd = 0;
      let at = start;
      while (at < bytes.length && row < room && odd < mostOdd) {
        const stop = plainly(at);
        at = stop.at;
        if (!stop.stuck || odd >= mostOdd) continue;
        if (!hasQuote(bytes, at)) throw ragged(commasIn(bytes, at) + 1);
        at = quoted(bytes, at);
      }
      return at;
    },
    kinds: () => Uint8Array.from(plain.kinds),
    pass(rows) {
      taken += rows;
    },
    count: () => taken + row,
    get full() {
      return row >= room;
    },
    take,
    single(cells) {
      const apart = createGathering(wanted);
      putRow(
        cells,
        columns.map((column) => apart.target(column)),
        0,
      );
      return apart.take(1);
    },
  };
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
