// Where the elements of a JSON array end, without parsing them. Pure.

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const openings: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const closings: ReadonlySet<number> = new Set([0x5d, 0x7d]);
const bracket = 0x5b;
const blank = 0x20;

/**
 * The places behind the whole elements at the beginning of `bytes`, up to the end of the array. With `first` the array
 * begins here: without its "[" the first byte that counts stands for an element, for whoever parses it to refuse.
 */
export function elementEnds(bytes: Uint8Array, { first }: { first: boolean }): number[] {
  const start = first ? bytes.findIndex((byte) => byte > blank) : -1;
  if (start >= 0 && bytes[start] !== bracket) return [start + 1];
  const ends: number[] = [];
  let depth = 0;
  for (let at = start + 1; at < bytes.length; ) {
    const byte = bytes[at] ?? blank;
    const next = byte === quote || (depth === 0 && isScalar(byte)) ? tokenEnd(bytes, at) : at + 1;
    depth += levelsOf(byte);
    // Beyond the array, or a token that may go on in bytes not read yet.
    if (depth < 0 || next > bytes.length) break;
    if (depth === 0 && byte > blank && byte !== comma) ends.push(next);
    at = next;
  }
  return ends;
}

function levelsOf(byte: number): number {
  if (openings.has(byte)) return 1;
  return closings.has(byte) ? -1 : 0;
}

function isScalar(byte: number): boolean {
  return byte > blank && byte !== comma && levelsOf(byte) === 0;
}

/** Behind the string, number or word that begins at `start`; beyond the end when it may go on there. */
function tokenEnd(bytes: Uint8Array, start: number): number {
  const text = bytes[start] === quote;
  for (let at = start + 1; at < bytes.length; at++) {
    const byte = bytes[at] ?? blank;
    if (text && byte === backslash) at += 1;
    else if (text && byte === quote) return at + 1;
    else if (!text && !isScalar(byte)) return at;
  }
  return bytes.length + 1;
}
