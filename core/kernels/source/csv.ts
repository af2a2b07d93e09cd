// AssemblyScript. Records of a CSV without quotes to columns of doubles, 16 bytes of a cell at once. Every number is what
// Number() makes of its text, to the last bit; cells that are no plain number are listed.
import { COMMA, NONE } from './csv/digits.ts';
import { readLong } from './csv/long.ts';
import { expect, quotientOf, quotientsOf, SCAN, scanShort } from './csv/short.ts';

const LINE_FEED: u8 = 0x0a;
const CARRIAGE_RETURN: u8 = 0x0d;
const QUOTE: u8 = 0x22;

/** Kinds of columns: of numbers, not wanted; any other is listed. */
const NUMBERS: u8 = 0;
const SKIPPED: u8 = 1;

/**
 * Words of a plan: what is to be read, where to, where it stopped, where scans go; then a byte a column, its kind. SCANS
 * has room for a record.
 */
const ROOM: usize = 0;
const COLUMNS: usize = 4;
const VALUES: usize = 8;
const LISTED: usize = 12;
const MOST_LISTED: usize = 16;
const AT: usize = 20;
const ROW: usize = 24;
const COUNT: usize = 28;
const SCANS: usize = 32;
const KINDS: usize = 36;
/** Words of a listed cell: row, column, where it starts, where it ends. */
const LISTING: usize = 16;

/** What no byte is: the terminator of a column that is not scanned. */
const NEVER: u32 = 256;

/** Says of each column what must stand behind its numbers. */
function expectEnds(plan: usize): void {
  const columns = load<i32>(plan, COLUMNS);
  const scans = load<usize>(plan, SCANS);
  for (let column = 0; column < columns; column++) {
    const end: u32 = column === columns - 1 ? LINE_FEED : COMMA;
    expect(scans + <usize>column * SCAN, load<u8>(plan + KINDS + column) === NUMBERS ? end : NEVER);
  }
}

/** Where the last scan of several ended. */
let scanned: usize = 0;

/** Scans short numbers from the place `start` on, for the scans from `first` up to `end`; returns where the next cell begins. */
function scan(first: usize, end: usize, start: usize): usize {
  let into = first;
  let place = start;
  for (; into < end; into += SCAN) {
    const length = scanShort(place, into);
    if (length < 0) break;
    place += length + 1;
  }
  scanned = into;
  return place;
}

/** The numbers of the scans from `first` up to `end` to `into` and on, `stride` apart. */
function finish(first: usize, end: usize, into: usize, stride: usize): void {
  let at = first;
  let to = into;
  for (; at + SCAN < end; at += 2 * SCAN) {
    const two = quotientsOf(at);
    v128.store64_lane(to, two, 0);
    v128.store64_lane(to + stride, two, 1);
    to += 2 * stride;
  }
  if (at < end) store<f64>(to, quotientOf(at));
}

/** Which of 16 bytes are commas, line feeds or quotes. */
function breaksAt(at: usize): i32 {
  const bytes = v128.load(at);
  const commas = i8x16.eq(bytes, i8x16.splat(COMMA));
  const feeds = i8x16.eq(bytes, i8x16.splat(LINE_FEED));
  const quotes = i8x16.eq(bytes, i8x16.splat(QUOTE));
  return i8x16.bitmask(v128.or(v128.or(commas, feeds), quotes));
}

/** Where the next comma, line feed or quote stands. */
function breakFrom(start: usize): usize {
  let at = start;
  let found = breaksAt(at);
  while (found === 0) {
    at += 16;
    found = breaksAt(at);
  }
  return at + ctz(found);
}

/** A cell that is no short number; returns its length, NONE when there is a quote. */
function readOther(plan: usize, start: usize, into: usize, column: i32): i32 {
  let end = breakFrom(start);
  const byte = load<u8>(end);
  if (byte === QUOTE) return NONE;
  if (byte === LINE_FEED && end > start && load<u8>(end - 1) === CARRIAGE_RETURN) end -= 1;
  const kind = load<u8>(plan + KINDS + column);
  if (kind === SKIPPED) return <i32>(end - start);
  if (kind === NUMBERS) {
    if (end === start) {
      store<f64>(into, NaN);
      return 0;
    }
    if (readLong(start, end, into)) return <i32>(end - start);
  }
  const count = load<i32>(plan, COUNT);
  const listed = load<usize>(plan, LISTED) + <usize>count * LISTING;
  store<i32>(listed, load<i32>(plan, ROW));
  store<i32>(listed, column, 4);
  store<usize>(listed, start, 8);
  store<usize>(listed, end, 12);
  store<i32>(plan, count + 1, COUNT);
  return <i32>(end - start);
}

/** Reads the record at `start`; returns where the next one begins, 0 when it has a quote or another number of cells. */
function readRecord(plan: usize, start: usize): usize {
  const stride = (<usize>load<i32>(plan, ROOM)) << 3;
  const columns = load<i32>(plan, COLUMNS);
  const scans = load<usize>(plan, SCANS);
  const end = scans + <usize>columns * SCAN;
  let into = load<usize>(plan, VALUES) + ((<usize>load<i32>(plan, ROW)) << 3);
  let place = start;
  for (let column = 0; column < columns; column++) {
    const first = scans + <usize>column * SCAN;
    place = scan(first, end, place);
    if (scanned > first) {
      finish(first, scanned, into, stride);
      const count = <i32>((scanned - first) / SCAN);
      into += <usize>count * stride;
      column += count;
      if (column === columns) return place;
    }
    const length = readOther(plan, place, into, column);
    if (length < 0) return 0;
    place += length + 1;
    if (load<u8>(plan + KINDS + column) === NUMBERS) into += stride;
    if ((load<u8>(place - 1) === COMMA) === (column === columns - 1)) return 0;
  }
  return place + i32(load<u8>(place - 1) === CARRIAGE_RETURN);
}

/** Length of the line break at `at`; 0 when none is there. */
function emptyLine(at: usize): i32 {
  const byte = load<u8>(at);
  if (byte === LINE_FEED) return 1;
  return byte === CARRIAGE_RETURN && load<u8>(at, 1) === LINE_FEED ? 2 : 0;
}

/**
 * Reads whole records from the plan's AT up to `end`, behind a line feed, until the room is full or enough cells are
 * listed. The list has room for a record more. 16 bytes behind `end` and 33 before AT are looked at, whatever they are.
 * False = the record at AT has a quote or another number of cells.
 */
export function readRecords(plan: usize, end: usize): bool {
  const room = load<i32>(plan, ROOM);
  const most = load<i32>(plan, MOST_LISTED);
  expectEnds(plan);
  let at = load<usize>(plan, AT);
  while (at < end && load<i32>(plan, ROW) < room && load<i32>(plan, COUNT) < most) {
    const empty = emptyLine(at);
    if (empty === 0) {
      const count = load<i32>(plan, COUNT);
      const next = readRecord(plan, at);
      if (next === 0) {
        store<i32>(plan, count, COUNT);
        return false;
      }
      at = next;
      store<i32>(plan, load<i32>(plan, ROW) + 1, ROW);
    } else at += empty;
    store<usize>(plan, at, AT);
  }
  return true;
}
