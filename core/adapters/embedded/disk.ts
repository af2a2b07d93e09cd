// What every write to disk here goes through: all the bytes, the directory that names the file, a file replaced whole.

import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes all the pieces at that place, one behind the other, however often the system asks to be called; gives the number of bytes back. */
export async function writeAt(
  file: FileHandle,
  pieces: readonly Uint8Array[],
  position: number,
): Promise<number> {
  let done = 0;
  for (let left = pieces; left.length > 0; ) {
    const { bytesWritten } = await file.writev(left, position + done);
    done += bytesWritten;
    left = behind(left, bytesWritten);
  }
  return done;
}

/** What follows on so many bytes. */
function behind(pieces: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  let at = 0;
  let over = bytes;
  for (let piece = pieces[0]; piece !== undefined && over >= piece.length; piece = pieces[at]) {
    over -= piece.length;
    at += 1;
  }
  const [cut, ...rest] = pieces.slice(at);
  return cut === undefined ? [] : [cut.subarray(over), ...rest];
}

/** Makes the name of a new or renamed file safe. Windows has no such call and needs none. */
export async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(dirname(path), 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** Puts a file of these bytes at `path`, in place of what was there: a kill at any moment leaves the one or the other, whole. */
export async function replaceFile(path: string, bytes: Buffer): Promise<void> {
  const partial = `${path}.partial`;
  try {
    const file = await open(partial, 'w', 0o600);
    try {
      await writeAt(file, [bytes], 0);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
    await syncDirectory(path);
  } catch (cause) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw cause;
  }
}
