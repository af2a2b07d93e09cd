// Stored values as numbers, and as whole numbers of any size. Pure.
import { type Raw, valueAt } from './raw.ts';

/** The numbers of stored values; NaN where a double would not be exact. */
export type Numbers = (raw: Raw) => Float64Array;

const two32 = 2 ** 32;

export function eachNumber(number: (value: unknown) => number): Numbers {
  return (raw) => {
    const numbers = new Float64Array(raw.length);
    for (let at = 0; at < numbers.length; at++) numbers[at] = number(valueAt(raw, at));
    return numbers;
  };
}

export const sameNumbers: Numbers = (raw) => (raw instanceof Float64Array ? raw : eachNumber(Number)(raw));

/** Whole numbers of 64 bits. A bigint a value costs ten times as much, so their halves are looked at. */
export function wholeNumbers(unsigned: boolean): Numbers {
  const slow = eachNumber((value) => exactly(unsigned ? BigInt.asUintN(64, whole(value)) : whole(value)));
  return (raw) => {
    if (!(raw instanceof BigInt64Array)) return slow(raw);
    const halves = new Int32Array(raw.buffer, raw.byteOffset, 2 * raw.length);
    const numbers = new Float64Array(raw.length);
    for (let at = 0; at < numbers.length; at++) {
      const [low, high] = [halves[2 * at] ?? 0, halves[2 * at + 1] ?? 0];
      const number = (unsigned ? high >>> 0 : high) * two32 + (low >>> 0);
      numbers[at] = Number.isSafeInteger(number) ? number : Number.NaN;
    }
    return numbers;
  };
}

export function exactly(value: bigint): number {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : Number.NaN;
}

/** A whole number in any of the ways the format stores one; bytes are big-endian in two's complement. */
export function whole(value: unknown): bigint {
  if (typeof value === 'bigint') return value;
  if (!(value instanceof Uint8Array)) return BigInt(Number(value));
  return BigInt.asIntN(8 * value.length, BigInt(`0x0${Buffer.from(value).toString('hex')}`));
}

/** IEEE 754 binary16, little-endian. */
export function float16(value: Uint8Array): number {
  const bits = ((value[1] ?? 0) << 8) | (value[0] ?? 0);
  const [exponent, fraction] = [(bits >> 10) & 0x1f, bits & 0x3ff];
  const sign = bits >> 15 === 0 ? 1 : -1;
  if (exponent === 0) return sign * 2 ** -24 * fraction;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
}
