// Runs of small whole numbers: levels, dictionary indexes and booleans ("RLE/Bit-Packing Hybrid" in Encodings.md of the
// format). The library's own decoder writes as many values as a run claims to have, so that one damaged byte could hold
// the process up for a minute. Pure.

/** Read four bytes at a time, of which up to seven bits belong to the value before. */
const widest = 25;

/**
 * Fills `output` with the first values of `bytes`, `width` bits each.
 * @throws RangeError when there are fewer, or of over 25 bits (a dictionary of 33 million values)
 */
export function decodeRuns(bytes: Uint8Array, width: number, output: Uint8Array | Int32Array): void {
  if (width > widest) throw new RangeError(`${width} bits a value`);
  let [at, filled] = [0, 0];
  while (filled < output.length) {
    const { value: header, end } = variableLength(bytes, at);
    const packed = (header & 1) === 1;
    const count = Math.min(packed ? (header >>> 1) * 8 : header >>> 1, output.length - filled);
    const length = packed ? (header >>> 1) * width : Math.ceil(width / 8);
    const used = packed ? Math.ceil((count * width) / 8) : length;
    if (end + used > bytes.length) throw new RangeError('runs beyond the end of the page');
    if (packed) decodeBits(bytes.subarray(end), width, output.subarray(filled, filled + count));
    else output.fill(bitsAt(bytes, 8 * end, width), filled, filled + count);
    filled += count;
    at = end + length;
  }
}

/** Fills `output` with values of `width` bits that stand one behind the other. @throws RangeError when there are fewer */
export function decodeBits(bytes: Uint8Array, width: number, output: Uint8Array | Int32Array): void {
  if (output.length * width > 8 * bytes.length) throw new RangeError('values beyond the end of the page');
  for (let index = 0; index < output.length; index++) output[index] = bitsAt(bytes, index * width, width);
}

/** Little-endian: the first value stands in the lowest bits. */
function bitsAt(bytes: Uint8Array, bit: number, width: number): number {
  const at = Math.floor(bit / 8);
  const four =
    (bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24);
  return (four >>> (bit % 8)) & (2 ** width - 1);
}

function variableLength(bytes: Uint8Array, start: number): { value: number; end: number } {
  let [value, at] = [0, start];
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = bytes[at];
    if (byte === undefined) throw new RangeError('runs beyond the end of the page');
    value |= (byte & 0x7f) << shift;
    at += 1;
    if (byte < 0x80) return { value, end: at };
  }
  throw new RangeError('a length of over 32 bits');
}
