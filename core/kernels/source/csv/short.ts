// AssemblyScript. Numbers of at most 15 bytes, most of all: their digits are exact in a double, the power of ten is, so
// one division rounds once (Clinger 1990, "How to read floating point numbers accurately"). In two halves, the scan and the quotient: the
// next scan need not wait for the long way from digits to a quotient.
import { eights, eightsOfTwo, MINUS, NINES, NONE, ZERO, ZEROS } from './digits.ts';

/** Bytes of a scan: 16 digits, the divisor, the terminator that is expected. */
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
/** Whatever is no digit, less 0x30 and with this added as far as a byte goes, has its highest bit set. */
const BEYOND = memory.data<u8>([
  0x76, 0x76, 0x76, 0x76, 0x76, 0x76, 0x76, 0x76, 0x76, 0x76, 0x76, 0x76, 0x76, 0x76, 0x76, 0x76,
]);
const EIGHTS = memory.data<f64>([1e8, 1]);
const EIGHTS_EACH = memory.data<f64>([1e8, 1e8]);

/** What must stand behind the number that a scan is to be of. */
export function expect(scan: usize, terminator: u32): void {
  store<u32>(scan, terminator, 24);
}

/**
 * Takes the digits of a number of at most 15 bytes before the terminator that is expected to `into`, right-aligned, and
 * behind them what they are to be divided by; returns its length, or NONE. Without a branch that depends on the number.
 */
export function scanShort(start: usize, into: usize): i32 {
  const bytes = v128.load(start);
  const ends = i8x16.bitmask(i8x16.le_u(bytes, v128.load(COMMAS))) | 0x8000;
  const length = ctz(ends);
  if (<u32>load<u8>(start + length) !== load<u32>(into, 24)) return NONE;
  const zeros = v128.load(ZEROS);
  const others = i8x16.bitmask(i8x16.add_sat_u(i8x16.sub(bytes, zeros), v128.load(BEYOND)));
  const point = ctz(ends | i8x16.bitmask(i8x16.eq(bytes, v128.load(POINTS))));
  const behind = length - point;
  const negative = i32(load<u8>(start) === MINUS);
  // The terminator, a sign, a point.
  const known = 1 + negative + i32(behind !== 0);
  if (popcnt(others & (ends ^ (ends - 1))) !== known) return NONE;
  // 007 is a name rather than a number: less than 0 where it begins with 0 and has more than one digit before the point.
  const name = (<i32>load<u8>(start + negative) - 0x31) & (1 + negative - point);
  if ((name | (length - known)) < 0) return NONE;
  const places = i8x16.add(v128.load(LANES + length), v128.load(CLOSED + (behind << 4)));
  // A sign and a point are less than 0.
  v128.store(into, i8x16.swizzle(i8x16.sub_sat_u(bytes, zeros), places));
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

/** The numbers of a scan and of the next one. */
export function quotientsOf(scan: usize): v128 {
  const both = eightsOfTwo(v128.load(scan), v128.load(scan, SCAN));
  const firsts = f64x2.convert_low_i32x4_s(i32x4.shuffle(both, both, 0, 2, 0, 2));
  const lasts = f64x2.convert_low_i32x4_s(i32x4.shuffle(both, both, 1, 3, 1, 3));
  const mantissas = f64x2.add(f64x2.mul(firsts, v128.load(EIGHTS_EACH)), lasts);
  const divisors = v128.load64_lane(scan + SCAN + 16, v128.load64_zero(scan + 16), 1);
  return f64x2.div(mantissas, divisors);
}
