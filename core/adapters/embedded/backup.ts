// Copies of the log, and how far a log can be trusted. Neither needs the process that owns the data, nor disturbs it:
// what was acknowledged is in the file, whole frames behind each other, and the file only grows or is replaced as a whole.

import { mkdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../../errors.ts';
import { replaceFile } from './disk.ts';
import { Engine } from './engine.ts';
import { soundBytes } from './replay.ts';

/** A commit that fails is cut off and overwritten: a reader in between may see a false break, but not again and again. */
const LOOKS = 3;
const LOOK_AGAIN_MS = 50;

/** What a log holds. */
export interface LogContent {
  collections: number;
  documents: number;
  /** Size of the part that counts, in bytes. */
  bytes: number;
  /** Bytes of a torn last commit behind it, which a start cuts off. */
  tornBytes: number;
}

/**
 * Reads a whole log and counts what a start would find, changing nothing. Errors: AppError storage_unavailable that names
 * the byte and the remedy when the log is damaged, of another version, or cannot be read; not_found when it is not there.
 */
export async function verifyLog(path: string): Promise<LogContent> {
  return contentOf(path, await read(path));
}

/**
 * Copies the log of `dataDir` to the file `target`, over an earlier one, whoever owns the data at the moment: every write
 * acknowledged before the call is in it. The copy is checked before it takes its name. Errors: as `verifyLog`, and
 * storage_unavailable when `target` cannot be written, invalid_input when it is the log itself.
 */
export async function backupLog(dataDir: string, target: string): Promise<LogContent> {
  const source = join(resolve(dataDir), 'embedded.log');
  await refuseSame(source, resolve(target));
  const bytes = await settled(source);
  const content = await contentOf(source, bytes);
  await writeWhole(resolve(target), bytes.subarray(0, content.bytes));
  return { ...content, tornBytes: 0 };
}

async function settled(source: string): Promise<Buffer> {
  for (let look = 1; ; look += 1) {
    const bytes = await read(source);
    try {
      await soundBytes(source, bytes);
      return bytes;
    } catch (error) {
      if (look === LOOKS) throw error;
      await wait(LOOK_AGAIN_MS);
    }
  }
}

async function contentOf(path: string, log: Buffer): Promise<LogContent> {
  const engine = new Engine();
  const bytes = await engine.read(path, log);
  const collections = engine.collections();
  const documents = collections.reduce((sum, { size }) => sum + size, 0);
  return { collections: collections.length, documents, bytes, tornBytes: log.length - bytes };
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')
      throw new AppError('not_found', `There is no ${path}`, {
        remedy: 'Name the log or the backup of an embedded store, or set DATA_DIR to where it is.',
        cause,
      });
    throw new AppError('storage_unavailable', `${path} cannot be read`, {
      remedy: 'Check that it is a file and that this user may read it.',
      cause,
    });
  }
}

async function refuseSame(source: string, target: string): Promise<void> {
  const [from, to] = await Promise.all([source, target].map((path) => realpath(path).catch(() => path)));
  if (from !== to) return;
  throw new AppError('invalid_input', `${target} is the log itself`, {
    remedy: 'Name another file for the backup.',
  });
}

async function writeWhole(target: string, bytes: Buffer): Promise<void> {
  try {
    await mkdir(dirname(target), { recursive: true });
    await replaceFile(target, bytes);
  } catch (cause) {
    throw new AppError('storage_unavailable', `The backup ${target} cannot be written`, {
      remedy: 'Check that its directory can be written and that its disk has room.',
      cause,
    });
  }
}
