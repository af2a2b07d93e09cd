// AssemblyScript. Numbers of up to 32 bytes and 19 digits: beyond 2^53 they are the quotient of a double-double (Dekker
// 1971, "A floating-point technique for extending the available precision"), taken when no error of it could change the rounding.
import { eights, MINUS, POINT, ZERO } from './digits.ts';

/** Digits that are exact in a double, whatever they are. */
const EXACT_DIGITS: i32 = 15;
/** Powers of ten that are exact in a double. */
const MOST_SCALE: i32 = 22;
const POWERS = memory.data<f64>([
  1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
  1e20, 1e21, 1e22,
]);
/** 2^-98: more than the relative error of a quotient of double-doubles (some 2^-104). */
const DOUBT: f64 = 3.1554436208840472e-30;
/** 2^27 + 1 */
const SPLITTER: f64 = 134217729;

function powerOf(scale: i32): f64 {
  return load<f64>(POWERS + ((<usize>scale) << 3));
}

/** The number 16 digits spell. */
function spelled(digits: v128): i64 {
  const both = i64x2.extract_lane(eights(digits), 0);
  return (both & 0xffffffff) * 100000000 + (both >>> 32);
}

function signed(value: f64, negative: i32): f64 {
  return reinterpret<f64>(reinterpret<i64>(value) | ((<i64>negative) << 63));
}

/** Reads a number of up to 32 bytes and 19 digits between `start` and `end` into `into`; false = it is none. */
export function readLong(start: usize, end: usize, into: usize): bool {
  const negative = i32(load<u8>(start) === MINUS);
  const first = start + negative;
  const length = <i32>(end - first);
  if (length < 1 || length > 32) return false;
  const left = v128.load(end - 32);
  const right = v128.load(end - 16);
  const within = -1 << (32 - length);
  const points = within & (pointsIn(left) | (pointsIn(right) << 16));
  const others = within & (othersIn(left) | (othersIn(right) << 16));
  const pointed = i32(points !== 0);
  const point = ctz(points);
  const whole = point + length - 32;
  const digits = length - pointed;
  const scale = 32 - point - pointed;
  if (others !== points || (points & (points - 1)) !== 0 || digits === 0 || scale > MOST_SCALE) return false;
  // 007 and digits beyond what a double holds are names rather than numbers.
  if (whole > 1 && (load<u8>(first) === ZERO || whole > EXACT_DIGITS)) return false;
  const behind = end + 1 - pointed;
  const high = spelled(digitsAt(behind - 32, point, 32 - digits));
  const low = spelled(digitsAt(behind - 16, point - 16, 16 - digits));
  if (high >= 1000) return false;
  const mantissa = high * 10000000000000000 + low;
  const value =
    <u64>mantissa <= 9007199254740992 ? <f64>mantissa / powerOf(scale) : quotient(mantissa, scale);
  store<f64>(into, signed(value, negative));
  // Not NaN.
  return value >= 0;
}

function pointsIn(bytes: v128): i32 {
  return i8x16.bitmask(i8x16.eq(bytes, i8x16.splat(POINT)));
}

function othersIn(bytes: v128): i32 {
  return i8x16.bitmask(i8x16.gt_u(i8x16.sub(bytes, i8x16.splat(ZERO)), i8x16.splat(9)));
}

/** 16 digits: up to the lane `point` those one byte further left, before the lane `first` none. */
function digitsAt(at: usize, point: i32, first: i32): v128 {
  const lanes = i8x16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  const before = i8x16.le_s(lanes, i8x16.splat(<i8>point));
  const bytes = v128.bitselect(v128.load(at - 1), v128.load(at), before);
  const digits = i8x16.sub(bytes, i8x16.splat(ZERO));
  return v128.and(digits, i8x16.ge_s(lanes, i8x16.splat(<i8>first)));
}

/** mantissa / 10^scale, correctly rounded, or NaN when that is in doubt. */
function quotient(mantissa: u64, scale: i32): f64 {
  const divisor = powerOf(scale);
  const high = <f64>(mantissa & ~0x7ff);
  const low = <f64>(mantissa & 0x7ff);
  const sum = high + low;
  // What the sum lost; `high` is the larger part, so Dekker's quick two-sum holds.
  const lost = low - (sum - high);
  const first = sum / divisor;
  const back = first * divisor;
  const second = (sum - back - lostIn(first, divisor, back) + lost) / divisor;
  const margin = first * DOUBT;
  const least = first + (second - margin);
  return least === first + (second + margin) ? least : NaN;
}

/** What rounding took from the product of two doubles, exactly (Dekker's product with Veltkamp's split). */
function lostIn(one: f64, other: f64, product: f64): f64 {
  const oneWide = one * SPLITTER;
  const otherWide = other * SPLITTER;
  const oneHigh = oneWide - (oneWide - one);
  const otherHigh = otherWide - (otherWide - other);
  const oneLow = one - oneHigh;
  const otherLow = other - otherHigh;
  return oneLow * otherLow - (product - oneHigh * otherHigh - oneLow * otherHigh - oneHigh * otherLow);
}
