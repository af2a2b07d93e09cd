// `store backup` and `store restore`: files of the embedded log. A MongoDB has tools of its own for that.
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '../../errors.ts';
import type { Clock } from '../../ports.ts';

/** What a log holds. */
interface LogContent {
  readonly collections: number;
  readonly documents: number;
  readonly bytes: number;
  readonly tornBytes: number;
}

/** What the embedded store does with logs. */
export interface LogTools {
  verifyLog(path: string): Promise<LogContent>;
  backupLog(dataDir: string, target: string): Promise<LogContent>;
  restoreLog(dataDir: string, file: string, stamp: string): Promise<LogContent & { kept: string | null }>;
}

interface Place {
  readonly dataDir: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly tools: LogTools;
}

/** What was done, in one sentence. @throws AppError `conflict` for a file that exists; as `backupLog` */
export async function backup({ dataDir, clock, tools }: Place, file: string | undefined): Promise<string> {
  const target = resolve(file ?? join(dataDir, 'backups', `${stampOf(clock)}.log`));
  await reserve(target);
  try {
    await tools.backupLog(dataDir, target);
    const content = await tools.verifyLog(target);
    return `Backed up ${contentText(content)} into ${target}.`;
  } catch (cause) {
    await rm(target, { force: true });
    throw cause;
  }
}

/** What was done. @throws AppError `invalid_input` without a file; as `restoreLog` */
export async function restore({ dataDir, clock, tools }: Place, file: string | undefined): Promise<string> {
  if (file === undefined)
    throw new AppError('invalid_input', 'store restore wants the file to restore.', {
      remedy: `Name it: store restore FILE. Backups are in ${join(dataDir, 'backups')} unless they were put elsewhere.`,
    });
  const { kept, ...content } = await tools.restoreLog(dataDir, resolve(file), stampOf(clock));
  const before = kept === null ? 'There was no log before.' : `The log of before is kept as ${kept}.`;
  return `Restored ${contentText(content)} into ${resolve(dataDir)}. ${before}`;
}

/** Takes the name at once, so that nothing is ever overwritten. */
async function reserve(target: string): Promise<void> {
  try {
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await (await open(target, 'wx', 0o600)).close();
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')
      throw new AppError('conflict', `${target} exists already.`, {
        remedy: 'Name another file: a backup never overwrites one.',
      });
    throw new AppError('storage_unavailable', `The backup ${target} cannot be written`, {
      remedy: 'Check that its directory can be written and that its disk has room.',
      cause,
    });
  }
}

/** Fit for the name of a file on every system. */
const stampOf = (clock: Pick<Clock, 'now'>) => new Date(clock.now()).toISOString().replaceAll(':', '-');

function contentText({ collections, documents, bytes, tornBytes }: LogContent): string {
  const torn = tornBytes === 0 ? '' : ` (without ${tornBytes} bytes of a write that was never finished)`;
  return `${documents} documents in ${collections} collections, ${(bytes / 1e6).toFixed(1)} MB${torn}`;
}
