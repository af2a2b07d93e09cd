// Writing the whole present state as a new log, in place of the old one.

import { type FileHandle, open, rename } from 'node:fs/promises';
import { writeAt } from './disk.ts';
import { frameOf, MARK, SNAPSHOT_END } from './frames.ts';
import type { LogState } from './replay.ts';

const CHUNK = 1024 * 1024;

/** Puts a new log with the present state in the place of the one at `path`; undefined, and nothing changed, when it cannot. */
export async function writeSnapshot(
  path: string,
  state: LogState,
): Promise<{ file: FileHandle; size: number } | undefined> {
  // The snapshot must be taken before the first wait, so that it holds exactly what was appended so far.
  const records = state.snapshot();
  const file = await open(`${path}.tmp`, 'w', 0o600).catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const size = await fill(file, records);
    await file.sync();
    await rename(`${path}.tmp`, path);
    return { file, size };
  } catch {
    await file.close();
    return undefined;
  }
}

async function fill(file: FileHandle, records: Iterable<Uint8Array>): Promise<number> {
  let size = await writeAt(file, MARK, 0);
  let chunk: Uint8Array[] = [];
  let bytes = 0;
  for (const record of records) {
    chunk.push(record);
    bytes += record.length;
    if (bytes < CHUNK) continue;
    size += await writeAt(file, frameOf(chunk), size);
    [chunk, bytes] = [[], 0];
  }
  return size + (await writeAt(file, frameOf([...chunk, SNAPSHOT_END]), size));
}
