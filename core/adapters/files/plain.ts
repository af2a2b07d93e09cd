// Records without quotes, read by the kernel (core/kernels/source/csv.ts): its memory, laid out for one file.
import { kernelsFor } from '../../kernels/kernels.ts';

/** Bytes before and behind a block that the kernel looks at, whatever they are. */
const margin = 64;
/** Words of the plan, as the kernel knows them; behind them a byte a column. */
const [atWord, rowWord, countWord, planBytes] = [5, 6, 7, 36];
/** Bytes of a record that is being read, a column. */
const scanBytes = 32;
const listingWords = 4;

/** Cells gathered at once, in rows of at least and at most so many. */
const [chunkCells, leastRows, mostRows] = [128 * 1024, 64, 8192];

/** Rows of so many columns that are gathered at once. */
export function roomFor(columns: number): number {
  return Math.min(mostRows, Math.max(leastRows, Math.floor(chunkCells / columns)));
}

/** What the kernel does with a column: its numbers are read, it is passed over, or all its cells are listed. */
export const kinds = { numbers: 0, skipped: 1, listed: 2 } as const;

interface PlainShape {
  readonly columns: number;
  /** Rows there is room for. */
  readonly room: number;
  /** Cells that are listed before the kernel comes back; a record more may be. */
  readonly mostListed: number;
  /** Bytes of a block, at most. */
  readonly bytes: number;
}

/** A cell that is left to JavaScript; `start` and `end` are places in the block. */
export interface Listed {
  readonly row: number;
  readonly column: number;
  readonly start: number;
  readonly end: number;
}

interface Stop {
  readonly at: number;
  readonly row: number;
  readonly listed: number;
  /** The record at `at` has a quote, or another number of cells than there are columns. */
  readonly stuck: boolean;
}

export interface Plain {
  /** The kind of each column. */
  readonly kinds: Uint8Array;
  /** Where a block goes. */
  readonly text: Buffer;
  /** All there is room for, column after column. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** Where the numbers of the next column of them go. */
  column(): Float64Array<ArrayBuffer>;
  /** Gives all columns back: the next reads write over them. */
  reset(): void;
  /** Takes in a block of whole records. */
  load(bytes: Buffer): void;
  /** The same for a block that stands in `text` already. */
  loaded(length: number): void;
  /** Reads records of the block from the place `start` into the rows from `row` on. */
  read(start: number, row: number): Stop;
  /** A cell of the last read, by its place in the list. */
  listed(place: number): Listed;
}

export function createPlain({ columns, room, mostListed, bytes }: PlainShape): Plain {
  const listBytes = (mostListed + columns) * listingWords * 4;
  const sizes = [
    planBytes + columns,
    columns * scanBytes,
    listBytes,
    columns * room * 8 + margin,
    bytes + margin,
  ];
  const kernels = kernelsFor(sizes.reduce((sum, size) => sum + aligned(size), 0));
  const { memory, room: plan, readRecords } = kernels;
  const [scans = 0, list = 0, values = 0, block = 0] = startsOf(plan, sizes);
  const words = new Int32Array(memory, plan, planBytes / 4);
  const listing = new Int32Array(memory, list, listBytes / 4);
  const numbers = new Float64Array(memory, values, columns * room);
  const text = Buffer.from(memory, block, bytes);
  words.set([room, columns, values, list, mostListed, 0, 0, 0, scans]);
  let [used, end] = [0, 0];

  return {
    kinds: new Uint8Array(memory, plan + planBytes, columns),
    text,
    numbers,
    column() {
      used += 1;
      return numbers.subarray((used - 1) * room, used * room);
    },
    reset() {
      used = 0;
    },
    load(from) {
      text.set(from);
      end = block + from.length;
    },
    loaded(length) {
      end = block + length;
    },
    read(start, row) {
      words[atWord] = block + start;
      words[rowWord] = row;
      words[countWord] = 0;
      const stuck = readRecords(plan, end) === 0;
      const [at = 0, next = 0, listed = 0] = words.subarray(atWord);
      return { at: at - block, row: next, listed, stuck };
    },
    listed(place) {
      const at = place * listingWords;
      return {
        row: listing[at] as number,
        column: listing[at + 1] as number,
        start: (listing[at + 2] as number) - block,
        end: (listing[at + 3] as number) - block,
      };
    },
  };
}

/** Kernels read 16 bytes at once. */
function aligned(bytes: number): number {
  return (bytes + 15) & ~15;
}

/** Where each behind the first begins. */
function startsOf(first: number, sizes: readonly number[]): number[] {
  let start = first;
  return sizes.slice(0, -1).map((size) => {
    start += aligned(size);
    return start;
  });
}
