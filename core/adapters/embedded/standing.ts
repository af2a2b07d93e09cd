// How a data directory stands, for who only wants to know: nothing is started and no data is touched.
import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type LogContent, verifyLog } from './backup.ts';
import { findOwner } from './ownership.ts';

interface Standing {
  /** A process serves it at this moment. */
  readonly served: boolean;
  /** What a start would find; null = nothing is stored yet. */
  readonly content: LogContent | null;
}

/** @throws AppError `storage_unavailable` for a damaged log, or a process that holds the directory and does not answer */
export async function standingOf(dataDir: string): Promise<Standing> {
  const directory = await realpath(dataDir).catch(() => null);
  if (directory === null) return { served: false, content: null };
  const served = (await findOwner(directory)) !== undefined;
  const log = join(directory, 'embedded.log');
  const exists = await stat(log).then(
    () => true,
    () => false,
  );
  return { served, content: exists ? await verifyLog(log) : null };
}
