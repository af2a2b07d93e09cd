// Stored values of a Parquet column as they are decoded. Pure.
import type { DecodedArray } from 'hyparquet';

/** Byte strings as places in what was decompressed: a view a value would be made for each, long before it is needed. */
interface ByteStrings {
  readonly length: number;
  readonly bytes: Uint8Array;
  /** Start and end of each. */
  readonly borders: Int32Array;
}

export type Raw = DecodedArray | ByteStrings;

export function valueAt(raw: Raw, index: number): unknown {
  if (!('borders' in raw)) return raw[index];
  return raw.bytes.subarray(raw.borders[2 * index], raw.borders[2 * index + 1]);
}

/** `count` byte strings, each behind its length (32 bits, little-endian). @throws RangeError when there are fewer */
export function byteStrings(bytes: Uint8Array, count: number): ByteStrings {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const borders = new Int32Array(2 * count);
  let at = 0;
  for (let index = 0; index < count; index++) {
    const start = at + 4;
    at = start + view.getUint32(at, true);
    borders[2 * index] = start;
    borders[2 * index + 1] = at;
  }
  if (at > bytes.length) throw new RangeError('byte strings beyond the end of the page');
  return { length: count, bytes, borders };
}
