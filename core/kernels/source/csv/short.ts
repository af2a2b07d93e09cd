// AssemblyScript. Numbers of at most 15 bytes, most of all: their digits are exact in a double, the power of ten is, so
// one division rounds once (Clinger 1990, "How to read floating point numbers accurately"). In two halves, the scan and the quotient: the
// next scan need not wait for the long way from digits to a quotient.
import { eights, MINUS, NINES, NONE, ZERO, ZEROS } from './digits.ts';

/** Bytes of a scan: 16 digits, the divisor. */
export const SCAN: usize = 32;

const COMMAS = memory.data<u8>([
  0x2c, 0x2c, 0x2c, 0x2c, 0x2c, 0x2c, 0x2c, 0x2c, 0x2c, 0x2c, 0x2c, 0x2c, 0x2c, 0x2c, 0x2c, 0x2c,
]);
const POINTS = memory.data<u8>([
  0x2e, 0x2e, 0x2e, 0x2e, 0x2e, 0x2e, 0x2e, 0x2e, 0x2e, 0x2e, 0x2e, 0x2e, 0x2e, 0x2e, 0x2e, 0x2e,
]);
/** At LANES + n, the numbers from n - 16 on. */
const LANES = memory.data<i8>([
  -16, -15, -14, -13, -12, -11, -10, -9, -8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
  12, 13, 14, 15,
]);
/** At CLOSED + 16 n, what takes the digits before a point to its right end n - 1 digits from the end; 0 = no point. */
const CLOSED = memory.data<i8>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
  -1, -1, -1, -1, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, -1, -1, -1, -1, -1, -1,
  -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, -1, -1, -1,
  -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, -1,
  -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1,
  -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
]);
/** At DIVISORS + 8 n, what digits whose point is n - 1 digits from the end are divided by; 128 bytes on, less than 0. */
const DIVISORS = memory.data<f64>([
  1, 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, -1, -1, -1e1, -1e2, -1e3,
  -1e4, -1e5, -1e6, -1e7, -1e8, -1e9, -1e10, -1e11, -1e12, -1e13, -1e14,
]);
const EIGHTS = memory.data<f64>([1e8, 1]);

/**
 * Takes the digits of a number of at most 15 bytes before `terminator` to `into`, right-aligned, and behind them what
 * they are to be divided by; returns its length, or NONE. Without a branch that depends on the number.
 */
export function scanShort(start: usize, into: usize, terminator: u32): i32 {
  const bytes = v128.load(start);
  const values = i8x16.sub(bytes, v128.load(ZEROS));
  const numeric = i8x16.le_u(values, v128.load(NINES));
  const ends = i8x16.bitmask(i8x16.le_u(bytes, v128.load(COMMAS))) | 0x8000;
  const length = ctz(ends);
  const point = ctz(ends | i8x16.bitmask(i8x16.eq(bytes, v128.load(POINTS))));
  const behind = length - point;
  const negative = i32(load<u8>(start) === MINUS);
  const digits = popcnt(i8x16.bitmask(numeric) & (ends ^ (ends - 1)));
  if (digits + negative + i32(behind !== 0) !== length) return NONE;
  if (load<u8>(start + length) !== terminator) return NONE;
  // 007 is a name rather than a number.
  if (i32(digits === 0) | (i32(point - negative > 1) & i32(load<u8>(start + negative) === ZERO))) return NONE;
  const places = i8x16.add(v128.load(LANES + length), v128.load(CLOSED + (behind << 4)));
  v128.store(into, i8x16.swizzle(v128.and(values, numeric), places));
  store<f64>(into, load<f64>(DIVISORS + (behind << 3) + (negative << 7)), 16);
  return length;
}

/** The same for a number as JSON has them, whatever stands behind it. */
export function scanFree(start: usize, into: usize): i32 {
  const bytes = v128.load(start);
  const values = i8x16.sub(bytes, v128.load(ZEROS));
  const numeric = i8x16.le_u(values, v128.load(NINES));
  const negative = i32(load<u8>(start) === MINUS);
  const digits = i8x16.bitmask(numeric);
  const points = i8x16.bitmask(i8x16.eq(bytes, v128.load(POINTS)));
  const length = ctz(~(digits | points | negative));
  if (length > 15) return NONE;
  const within = (1 << length) - 1;
  const behind = length - ctz((points & within) | (1 << length));
  if (popcnt(digits & within) + negative + i32(behind !== 0) !== length) return NONE;
  // No digits before or behind the point; 007.
  if (((digits >> negative) & 1) === 0 || behind === 1) return NONE;
  if (length - behind - negative > 1 && load<u8>(start + negative) === ZERO) return NONE;
  const places = i8x16.add(v128.load(LANES + length), v128.load(CLOSED + (behind << 4)));
  v128.store(into, i8x16.swizzle(v128.and(values, numeric), places));
  store<f64>(into, load<f64>(DIVISORS + (behind << 3) + (negative << 7)), 16);
  return length;
}

/** The number of a scan. */
export function quotientOf(scan: usize): f64 {
  const both = f64x2.mul(f64x2.convert_low_i32x4_s(eights(v128.load(scan))), v128.load(EIGHTS));
  const mantissa = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  return mantissa / load<f64>(scan, 16);
}
