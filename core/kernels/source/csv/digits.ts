// AssemblyScript. What 16 bytes of digits are worth, all at once.

export const COMMA: u8 = 0x2c;
export const MINUS: u8 = 0x2d;
export const POINT: u8 = 0x2e;
export const ZERO: u8 = 0x30;
/** Not a number that is meant here. */
export const NONE: i32 = -1;

/** Constants are loaded: V8 puts others together anew wherever they stand. */
export const ZEROS = memory.data<u8>([
  0x30, 0x30, 0x30, 0x30, 0x30, 0x30, 0x30, 0x30, 0x30, 0x30, 0x30, 0x30, 0x30, 0x30, 0x30, 0x30,
]);
export const NINES = memory.data<u8>([9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9]);
const TENS = memory.data<u16>([2561, 2561, 2561, 2561, 2561, 2561, 2561, 2561]);
const HUNDREDS = memory.data<u16>([100, 1, 100, 1, 100, 1, 100, 1]);
const THOUSANDS = memory.data<u16>([10000, 1, 10000, 1, 10000, 1, 10000, 1]);

/** The numbers that the first and the last eight of 16 digits spell. */
export function eights(digits: v128): v128 {
  return eightsOfTwo(digits, digits);
}

/** The same for two times 16 digits: four numbers. */
export function eightsOfTwo(one: v128, other: v128): v128 {
  return i32x4.dot_i16x8_s(i16x8.narrow_i32x4_s(foursOf(one), foursOf(other)), v128.load(THOUSANDS));
}

/** The numbers that each four of 16 digits spell. */
function foursOf(digits: v128): v128 {
  // Ten times the even bytes and the odd ones: 256 times that is what a word times 2561 comes to, beside the even byte.
  const pairs = i16x8.shr_u(i16x8.mul(digits, v128.load(TENS)), 8);
  return i32x4.dot_i16x8_s(pairs, v128.load(HUNDREDS));
}
