// Putting a copy of the log in the place of the present one, while nobody uses the data.

import { constants, copyFile, link, mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError } from '../../errors.ts';
import { listen } from './address.ts';
import { type LogContent, verifyLog } from './backup.ts';
import { serve } from './connection.ts';
import { replaceFile } from './disk.ts';
import { claim, findOwner, newClaimId, release } from './ownership.ts';

export interface Restored extends LogContent {
  /** Where the log that was there before is now; null when there was none. */
  readonly kept: string | null;
}

/**
 * Replaces the log of `dataDir` by the copy at `file`, which stays where it is. The present log is kept beside it under a
 * name with `stamp`. A kill at any moment leaves the old log or the new one, whole. Errors: as `verifyLog` for `file`;
 * AppError conflict when a process uses the data; storage_unavailable when the directory cannot be written.
 */
export async function restoreLog(dataDir: string, file: string, stamp: string): Promise<Restored> {
  const content = await verifyLog(file);
  const directory = resolve(dataDir);
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    return await owning(directory, async () => {
      const log = join(directory, 'embedded.log');
      const kept = await keep(log, `${log}.before-${stamp}`);
      await replaceFile(log, (await readFile(file)).subarray(0, content.bytes));
      return { ...content, tornBytes: 0, kept };
    });
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('storage_unavailable', `The log in ${directory} cannot be replaced`, {
      remedy: 'Check that the directory can be written and that its disk has room. The log is as it was.',
      cause,
    });
  }
}

/** Holds the directory like a process that starts, so that others wait and none can begin meanwhile. */
async function owning<T>(directory: string, work: () => Promise<T>): Promise<T> {
  if ((await findOwner(directory)) !== undefined) throw inUse(directory);
  const id = newClaimId();
  const busy = { ok: 0, errmsg: 'A log is being restored', code: 94, codeName: 'NotYetInitialized' };
  const listener = await listen(directory, id, (socket) =>
    serve(socket, async () => ({ ...busy, embedded: { id, ready: false } })),
  );
  try {
    if (!(await claim(directory, { id, address: listener.address }))) throw inUse(directory);
    return await work();
  } finally {
    await listener.close();
    await release(directory, id);
  }
}

/** A second name, so that there is no moment without a log; a copy where the disk knows no second names. */
async function keep(log: string, name: string): Promise<string | null> {
  try {
    await link(log, name);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT') return null;
    if (code === 'EEXIST') throw cause;
    await copyFile(log, name, constants.COPYFILE_EXCL);
  }
  return name;
}

function inUse(directory: string): AppError {
  return new AppError('conflict', `A process uses the data in ${directory}`, {
    remedy: 'Stop it (and every other one on this directory), then restore.',
  });
}
