// Which files a path means: itself, those of a folder, or those a pattern matches.
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../errors.ts';
import type { DataFile } from '../../sources/row-reader.ts';
import { badFile, fileError } from './failure.ts';

const endings: readonly (readonly [string, DataFile['kind']])[] = [
  ['.csv', 'csv'],
  ['.ndjson', 'ndjson'],
  ['.jsonl', 'ndjson'],
  ['.json', 'json'],
  ['.parquet', 'parquet'],
  ['.pq', 'parquet'],
];

/** Endings of files that hold rows, but packed: passed over beside readable files, refused where there is nothing else. */
const packed = /\.(?:gz|zip|bz2|xz|zst|xlsx?|ods)$/i;

/**
 * The readable files of `path`, sorted by name; in folders and patterns other files and hidden ones are passed over.
 * @throws AppError `not_found`, `bad_data` (an ending that is not read), `invalid_config` (* before the last segment)
 */
export async function listFiles(path: string): Promise<readonly DataFile[]> {
  if (dirname(path).includes('*')) {
    throw new AppError('invalid_config', `"${path}": a * is only read in the last part of a path`, {
      remedy: 'Give each folder a watch of its own, or gather the files in one folder.',
    });
  }
  if (basename(path).includes('*')) return filesOf(dirname(path), matcher(basename(path)));
  const found = await statOf(path);
  if (found.isDirectory()) return filesOf(path, () => true);
  const file = toFile(path, found);
  if (file !== null && found.isFile()) return [file];
  if (packed.test(path)) throw packedFile(basename(path));
  throw badFile(
    basename(path),
    'is not a file of a kind that can be read',
    'Give a .csv, .ndjson, .jsonl, .json, .parquet or .pq file, a folder of them, or a pattern such as data/*.csv.',
  );
}

function packedFile(name: string): AppError {
  return badFile(
    name,
    'is compressed, or a spreadsheet',
    'Unpack it (gunzip, unzip) or export it as CSV: a packed file cannot be read on as it grows.',
  );
}

async function filesOf(folder: string, wanted: (name: string) => boolean): Promise<readonly DataFile[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw fileError(basename(folder), cause);
  });
  const meant = names.filter((name) => !name.startsWith('.') && wanted(name));
  const chosen = meant.filter((name) => kindOf(name) !== null);
  const refused = chosen.length === 0 ? meant.find((name) => packed.test(name)) : undefined;
  if (refused !== undefined) throw packedFile(refused);
  // Sorted by code units: the order of a position may not depend on the machine's language.
  const files = await Promise.all(chosen.sort().map((name) => fileIn(folder, name)));
  return files.filter((file) => file !== null);
}

async function fileIn(folder: string, name: string): Promise<DataFile | null> {
  const path = join(folder, name);
  // A file may be deleted between the listing and this look at it: then it is not there.
  const found = await stat(path).catch(() => null);
  return found?.isFile() ? toFile(path, found) : null;
}

async function statOf(path: string) {
  try {
    return await stat(path);
  } catch (cause) {
    throw fileError(basename(path), cause);
  }
}

function toFile(path: string, found: { ino: number; size: number; mtimeMs: number }): DataFile | null {
  const name = basename(path);
  const kind = kindOf(name);
  return kind === null ? null : { name, path, kind, stamp: `${found.ino} ${found.size} ${found.mtimeMs}` };
}

function kindOf(name: string): DataFile['kind'] | null {
  const lower = name.toLowerCase();
  return endings.find(([ending]) => lower.endsWith(ending))?.[1] ?? null;
}

function matcher(pattern: string): (name: string) => boolean {
  const escaped = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${escaped.join('.*')}$`, 's');
  return (name) => expression.test(name);
}
