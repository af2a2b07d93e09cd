// The two calls every write to disk here goes through: all the bytes, and the directory that names the file.

import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes all the bytes at that place, however often the system asks to be called; gives their number back. */
export async function writeAt(file: FileHandle, bytes: Buffer, position: number): Promise<number> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
  return done;
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
