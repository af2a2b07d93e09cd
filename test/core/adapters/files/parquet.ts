// Parquet files of test/vectors/parquet.py, and what the reader makes of them.
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { fileReader } from '../../../../core/adapters/files/reader.ts';
import { type CellColumn, categoryAt } from '../../../../core/frame/cells.ts';
import type { FileMark, RowChunk, Wanted } from '../../../../core/sources/row-reader.ts';

const files = z
  .record(z.string(), z.string())
  .parse(JSON.parse(readFileSync('test/vectors/parquet.json', 'utf8')));

export const bytesOf = (name: string) => Buffer.from(files[name] ?? '', 'base64');

/** A cell: its number, its text, both when the spelling counts, null when it is missing. */
export type Cell = number | string | null | [number, string];

function cellAt(column: CellColumn, row: number): Cell {
  const value = column.values[row] ?? Number.NaN;
  const text = (column.codes?.[row] ?? -1) < 0 ? null : categoryAt(column, row);
  if (Number.isNaN(value)) return text;
  return text === null ? value : [value, text];
}

interface Options {
  readonly from?: FileMark | null;
  readonly wanted?: Partial<Wanted>;
  /** Stop after so many chunks. */
  readonly chunks?: number;
}

export async function chunksOf(
  path: string,
  { from = null, wanted = {}, chunks = 1e9 }: Options = {},
): Promise<RowChunk[]> {
  const [found] = await fileReader.list(path);
  if (found === undefined) throw new Error(`there is no ${path}`);
  const read: RowChunk[] = [];
  for await (const chunk of fileReader.read(found, from, { texts: [], skip: [], ...wanted })) {
    read.push(chunk);
    if (read.length === chunks) break;
  }
  return read;
}

/** Every column of cells, over all chunks. */
export async function cellsOf(path: string, options: Options = {}): Promise<Record<string, Cell[]>> {
  const all: Record<string, Cell[]> = {};
  for (const { rows, cells } of await chunksOf(path, options)) {
    for (const [name, column] of cells) {
      all[name] ??= [];
      for (let row = 0; row < rows; row++) all[name].push(cellAt(column, row));
    }
  }
  return all;
}
