// Stretches of a CSV file: the records that begin within so many of its bytes, found without what comes before them. So
// two threads can divide a file. It holds only where no quote is open; a stretch that is not plain is not found.
import { endOf } from './blocks.ts';
import { createPlain, kinds, type Listed, roomFor } from './plain.ts';

const lineFeed = 0x0a;
/** A millisecond or two of the kernel. */
const mostStretch = 960 * 1024;
/** The last record of a stretch may end so far behind it. */
const mostBeyond = 64 * 1024 - 1;
const mostBytes = mostStretch + mostBeyond + 1;

/** Records that begin at an offset from `from` up to `to`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface Found {
  readonly rows: number;
  /** Offsets of the first record and behind the last one. */
  readonly begin: number;
  readonly end: number;
  /** The last bytes before `end`, as a seal has them. */
  readonly last: string;
  /** Column after column, `roomFor` apart: those of numbers. */
  readonly numbers: Float64Array;
  /** How many cells are left to JavaScript. */
  readonly listed: number;
  listing(place: number): Listed;
  /** What the places of these are places in. */
  readonly text: Buffer;
}

/** Memory to find one stretch in. */
export interface Desk {
  readonly columns: number;
  /** The kind of each column. */
  readonly kinds: Uint8Array;
  /** Where the bytes of a stretch go. */
  readonly text: Buffer;
  /**
   * The records of the stretch whose bytes, `filled` of them, are in `text`. What is found stays until the next is.
   * Null: there is more to it than the kernel does, or a line that is very long, or more rows than there is room for.
   */
  find(stretch: Stretch, filled: number): Found | null;
}

/** Less is read before a second thread is of use. */
const leastShared = 8 * 1024 * 1024;

/**
 * What is behind the rows that were read `from` an offset `to` another, divided; none when it is little, or lines are
 * long. The last lines are left out: the file may grow, or end without a line feed.
 */
export function stretchesOf(
  { from, to, rows }: { from: number; to: number; rows: number },
  size: number,
): Stretch[] {
  const row = (to - from) / rows;
  const left = Math.floor(size - to - 4 * row);
  if (left < leastShared || 4 * row > mostBeyond) return [];
  // Rows may be a quarter shorter from here on.
  const count = Math.ceil(left / Math.min(mostStretch, 0.75 * (to - from)));
  const edge = (at: number) => to + Math.floor((left * at) / count);
  return Array.from({ length: count }, (_, at) => ({ from: edge(at), to: edge(at + 1) }));
}

/** Which bytes of a file a stretch needs: one before it tells whether it begins with a record. */
export function bytesOf({ from, to }: Stretch): { position: number; length: number } {
  return { position: from - 1, length: to - from + 1 + mostBeyond };
}

export function createDesk(columns: number): Desk {
  const room = roomFor(columns);
  const plain = createPlain({ columns, room, mostListed: room * columns, bytes: mostBytes });
  return {
    columns,
    kinds: plain.kinds,
    text: plain.text,
    find({ from, to }, filled) {
      const bytes = plain.text.subarray(0, filled);
      const begin = bytes.indexOf(lineFeed) + 1;
      const end = bytes.indexOf(lineFeed, to - from) + 1;
      if (begin === 0 || end === 0) return null;
      plain.loaded(end);
      const { at, row, listed, stuck } = plain.read(begin, 0);
      if (stuck || at < end) return null;
      return {
        rows: row,
        begin: from - 1 + begin,
        end: from - 1 + end,
        last: endOf(bytes.subarray(begin, end)),
        numbers: plain.numbers,
        listed,
        listing: plain.listed,
        text: plain.text.subarray(0, end),
      };
    },
  };
}

/** A stretch that was found, as it goes from one thread to another: with its numbers and cells in a parcel. */
export type Sent = Pick<Found, 'rows' | 'begin' | 'end' | 'last' | 'listed'> & { readonly bytes: number };

const listingWords = 4;

/**
 * What one thread writes and the other reads, in turn. Shared, not handed over: what comes from another thread counts as
 * new memory each time, and collecting garbage for it takes longer than the reading. What is never written of it takes
 * no memory.
 */
export function createParcel(columns: number): SharedArrayBuffer {
  const cells = columns * roomFor(columns);
  return new SharedArrayBuffer(cells * (8 + 4 * listingWords) + mostBytes);
}

function viewsOf(parcel: SharedArrayBuffer, columns: number) {
  const cells = columns * roomFor(columns);
  return {
    numbers: new Float64Array(parcel, 0, cells),
    words: new Int32Array(parcel, cells * 8, cells * listingWords),
    text: Buffer.from(parcel, cells * (8 + 4 * listingWords), mostBytes),
  };
}

export function pack(found: Found, { columns, kinds: own }: Desk, parcel: SharedArrayBuffer): Sent {
  const { rows, begin, end, last, listed } = found;
  const room = roomFor(columns);
  const { numbers, words, text } = viewsOf(parcel, columns);
  const filled = own.reduce((count, kind) => count + (kind === kinds.numbers ? 1 : 0), 0);
  for (let at = 0; at < filled * room; at += room) numbers.set(found.numbers.subarray(at, at + rows), at);
  for (let place = 0; place < listed; place++) {
    const cell = found.listing(place);
    words.set([cell.row, cell.column, cell.start, cell.end], place * listingWords);
  }
  // The text is for the cells that are left to JavaScript.
  if (listed > 0) text.set(found.text);
  return { rows, begin, end, last, listed, bytes: found.text.length };
}

export function unpack({ bytes, ...sent }: Sent, columns: number, parcel: SharedArrayBuffer): Found {
  const { numbers, words, text } = viewsOf(parcel, columns);
  return {
    ...sent,
    numbers,
    listing(place) {
      const at = place * listingWords;
      const [row = 0, column = 0, start = 0, end = 0] = words.subarray(at, at + listingWords);
      return { row, column, start, end };
    },
    text: text.subarray(0, bytes),
  };
}
