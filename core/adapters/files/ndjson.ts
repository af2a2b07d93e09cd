// NDJSON (one JSON object a line) to rows of cells.
import type { DataFile, FileMark, RowChunk, Wanted } from '../../sources/row-reader.ts';
import { readBlocks } from './blocks.ts';
import { badRow, checkCells, checkColumnCount } from './failure.ts';
import { createGathering, put } from './gather.ts';

const lineFeed = 0x0a;

/** See RowReader.read. @throws AppError `bad_data`, `too_large` */
export async function* readNdjson(
  file: DataFile,
  from: FileMark | null,
  wanted: Wanted,
): AsyncGenerator<RowChunk> {
  const { name, path } = file;
  const gathering = createGathering(wanted);
  const columns = new Set(from?.columns ?? []);
  let count = from?.rows ?? 0;
  for await (const block of readBlocks({ name, path, from }, (bytes) => bytes.lastIndexOf(lineFeed) + 1)) {
    // A last line without its line feed that is whole JSON cannot be the beginning of another one.
    const half = block.tail && halfWritten(block.bytes);
    const lines = half ? [] : linesOf(block.bytes);
    for (const [at, line] of lines.entries()) {
      const record = recordOf(line, { name, row: count + at });
      for (const [key, value] of record) {
        columns.add(key);
        put(gathering.target(key), at, value);
      }
    }
    checkColumnCount(name, columns.size);
    count += lines.length;
    const place = half ? block.start : block.end;
    const mark = { ...place, rows: count, columns: [...columns] };
    yield { ...gathering.take(lines.length), mark, tail: half ? 'half' : null };
  }
}

function recordOf(line: string, { name, row }: { name: string; row: number }): [string, string][] {
  const record = parsed(line);
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    throw badRow(name, row, 'is not a JSON object');
  }
  const cells = Object.entries(record).map(([key, value]): [string, string] => [key, cellOf(value)]);
  checkCells(
    name,
    row,
    cells.map(([, cell]) => cell),
  );
  return cells;
}

function linesOf(bytes: Buffer): string[] {
  const lines = bytes.toString('utf8').split('\n');
  return lines.filter((line) => line.trim() !== '');
}

function halfWritten(bytes: Buffer): boolean {
  const line = bytes.toString('utf8').trim();
  return line !== '' && parsed(line) === undefined;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** A nested value is kept as its JSON: as a feature it is a text, and it may well be a column that is dropped. */
function cellOf(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
