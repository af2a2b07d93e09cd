// AssemblyScript. Rows of numbers as JSON has them (RFC 8259), where what stands around the numbers is known: 16 bytes of
// it at once. Every number is what JSON.parse makes of its text, to the last bit.
import { MINUS, NONE, POINT, ZERO } from './csv/digits.ts';
import { readLong } from './csv/long.ts';
import { quotientOf, scanFree } from './csv/short.ts';

/** Words of a plan: numbers of a row, where a scan goes, then the pieces around them, each a word of its length and its bytes. */
const SCAN_AT: usize = 4;
const PIECES: usize = 8;

/** Whether the same `length` bytes stand at both places; up to 15 behind them are looked at, whatever they are. */
function same(one: usize, other: usize, length: usize): bool {
  let at: usize = 0;
  for (; at + 16 <= length; at += 16)
    if (i8x16.bitmask(i8x16.eq(v128.load(one + at), v128.load(other + at))) !== 0xffff) return false;
  const rest = (1 << (<i32>(length - at))) - 1;
  return (i8x16.bitmask(i8x16.eq(v128.load(one + at), v128.load(other + at))) & rest) === rest;
}

function isDigit(at: usize): bool {
  return <u8>(load<u8>(at) - ZERO) <= 9;
}

/** Reads a number too long for a scan; returns its length, or NONE. */
function readOther(start: usize, into: usize): i32 {
  const first = start + usize(load<u8>(start) === MINUS);
  let end = first;
  while (isDigit(end) || load<u8>(end) === POINT) end += 1;
  if (!isDigit(first) || !isDigit(end - 1)) return NONE;
  return readLong(start, end, into) ? <i32>(end - start) : NONE;
}

/**
 * Reads the row at `start` to `into` and on; returns where it ends, 0 where it is laid out another way or has a number with
 * an exponent, or more digits than are read here. 16 bytes behind the row and 32 before it are looked at, whatever they are.
 */
export function readRow(plan: usize, start: usize, into: usize): usize {
  const scan = load<usize>(plan, SCAN_AT);
  const end = into + ((<usize>load<i32>(plan)) << 3);
  let piece = plan + PIECES;
  let place = start;
  for (let to = into; to < end; to += 8) {
    const length = <usize>load<i32>(piece);
    if (!same(place, piece + 4, length)) return 0;
    place += length;
    piece += 4 + length;
    const short = scanFree(place, scan);
    if (short > 0) store<f64>(to, quotientOf(scan));
    const read = short > 0 ? short : readOther(place, to);
    if (read < 0) return 0;
    place += <usize>read;
  }
  const length = <usize>load<i32>(piece);
  return same(place, piece + 4, length) ? place + length : 0;
}
