// Files in a folder of their own, read through the reader that main.ts hands out.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileReader } from '../../../../core/adapters/files/reader.ts';
import { AppError } from '../../../../core/errors.ts';
import type { FileMark, RowChunk, Rows } from '../../../../core/sources/row-reader.ts';

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
  readonly tail: readonly string[] | 'half' | null;
  readonly chunks: number;
}

/** All the rows of one file after `from`, as they are written, trimmed; columns without a name are not read. */
export async function readFile(path: string, from: FileMark | null = null): Promise<Read> {
  const [file] = await fileReader.list(path);
  if (file === undefined) throw new Error(`there is no ${path}`);
  let columns: readonly string[] = [];
  for await (const { mark } of fileReader.read(file, from, { texts: [], skip: [] })) columns = mark.columns;
  const rows: (readonly string[])[] = [];
  let last: RowChunk | null = null;
  let chunks = 0;
  for await (const chunk of fileReader.read(file, from, { texts: columns, skip: [] })) {
    rows.push(...written(chunk, columns));
    last = chunk;
    chunks += 1;
  }
  const tail = last?.tail ?? null;
  const whole = tail === null || tail === 'half' ? tail : (written(tail, columns)[0] ?? null);
  return { columns, rows, mark: last?.mark ?? null, tail: whole, chunks };
}

function written({ rows, texts }: Rows, columns: readonly string[]): string[][] {
  const named = columns.filter((column) => column !== '');
  return Array.from({ length: rows }, (_, row) => named.map((column) => texts.get(column)?.[row] ?? ''));
}

export async function refusal(doing: Promise<unknown>): Promise<AppError> {
  const cause = await doing.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (cause instanceof AppError) return cause;
  throw new Error('nothing was refused', { cause });
}
