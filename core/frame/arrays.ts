// Arrays of a column's length, in memory that threads share where copying it would be felt. Pure.

/** Bytes from which an array is shared: a copy of fewer takes microseconds. */
const sharedFrom = 65_536;

/** `length` zeros. A large array goes to a worker and comes back without a copy: whoever gets it must not change it. */
export function doubles(length: number): Float64Array {
  const bytes = length * Float64Array.BYTES_PER_ELEMENT;
  return bytes < sharedFrom ? new Float64Array(length) : new Float64Array(new SharedArrayBuffer(bytes));
}

/** The same for the codes of a categorical column. */
export function codes(length: number): Int32Array {
  const bytes = length * Int32Array.BYTES_PER_ELEMENT;
  return bytes < sharedFrom ? new Int32Array(length) : new Int32Array(new SharedArrayBuffer(bytes));
}

/** The same for bytes. */
export function bytes(length: number): Uint8Array {
  return length < sharedFrom ? new Uint8Array(length) : new Uint8Array(new SharedArrayBuffer(length));
}
