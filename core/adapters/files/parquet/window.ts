// A part of a file, read a piece at a time: pages lie one behind the other, and small ones come with one read.
import type { FileHandle } from 'node:fs/promises';

const pieceBytes = 64 * 1024;

/** The `length` bytes at `offset`; fewer at the end of the part. */
export type Window = (offset: number, length: number) => Promise<Uint8Array>;

export function windowOf(handle: FileHandle, end: number): Window {
  let [start, piece] = [0, new Uint8Array(0)];
  return async (offset, length) => {
    const wanted = Math.min(length, end - offset);
    if (offset < start || offset + wanted > start + piece.length) {
      const bytes = Math.min(Math.max(wanted, pieceBytes), end - offset);
      // A new one each time: decoded values may be views of the last one.
      const { buffer, bytesRead } = await handle.read(new Uint8Array(bytes), 0, bytes, offset);
      [start, piece] = [offset, buffer.subarray(0, bytesRead)];
    }
    return piece.subarray(offset - start, offset - start + wanted);
  };
}
