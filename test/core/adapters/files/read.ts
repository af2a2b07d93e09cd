// Files in a folder of their own, read through the reader that main.ts hands out.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileReader } from '../../../../core/adapters/files/reader.ts';
import { AppError } from '../../../../core/errors.ts';
import type { FileMark, RowChunk } from '../../../../core/sources/row-reader.ts';

interface Folder {
  readonly path: string;
  write(name: string, content: string | Uint8Array): Promise<string>;
  remove(): Promise<void>;
}

export async function temporaryFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'vigie-files-'));
  return {
    path,
    async write(name, content) {
      await writeFile(join(path, name), content);
      return join(path, name);
    },
    remove: () => rm(path, { recursive: true }),
  };
}

interface Read {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly mark: FileMark | null;
  readonly tail: RowChunk['tail'];
  readonly chunks: number;
}

/** All the rows of one file after `from`. */
export async function readFile(path: string, from: FileMark | null = null): Promise<Read> {
  const rows: (readonly string[])[] = [];
  let last: RowChunk | null = null;
  let chunks = 0;
  for (const file of await fileReader.list(path)) {
    for await (const chunk of fileReader.read(file, from)) {
      rows.push(...chunk.rows);
      last = chunk;
      chunks += 1;
    }
  }
  return {
    columns: last?.mark.columns ?? [],
    rows,
    mark: last?.mark ?? null,
    tail: last?.tail ?? null,
    chunks,
  };
}

export async function refusal(doing: Promise<unknown>): Promise<AppError> {
  const cause = await doing.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (cause instanceof AppError) return cause;
  throw new Error('nothing was refused', { cause });
}
