// NDJSON (one JSON object a line) to rows of cells.
import type { DataFile, FileMark, RowChunk } from '../../sources/row-reader.ts';
import { readBlocks } from './blocks.ts';
import { badRow, checkCells, checkColumnCount } from './failure.ts';

const lineFeed = 0x0a;

/** Columns in the order their keys first appear. */
type Columns = Map<string, number>;

/** See RowReader.read. @throws AppError `bad_data`, `too_large` */
export async function* readNdjson(file: DataFile, from: FileMark | null): AsyncGenerator<RowChunk> {
  const { name, path } = file;
  const columns: Columns = new Map((from?.columns ?? []).map((column, at) => [column, at]));
  let count = from?.rows ?? 0;
  for await (const block of readBlocks({ name, path, from }, (bytes) => bytes.lastIndexOf(lineFeed) + 1)) {
    // A last line without its line feed that is whole JSON cannot be the beginning of another one.
    const half = block.tail && halfWritten(block.bytes);
    const rows = half ? [] : rowsOf(linesOf(block.bytes), columns, { name, row: count });
    checkColumnCount(name, columns.size);
    count += rows.length;
    const place = half ? block.start : block.end;
    yield {
      rows,
      mark: { ...place, rows: count, columns: [...columns.keys()] },
      tail: half ? { row: null } : null,
    };
  }
}

function rowsOf(lines: string[], columns: Columns, first: { name: string; row: number }): string[][] {
  return lines.map((line, at) => {
    const row = cellsOf(line, columns);
    if (row === null) throw badRow(first.name, first.row + at, 'is not a JSON object');
    checkCells(first.name, first.row + at, row);
    return row;
  });
}

function linesOf(bytes: Buffer): string[] {
  const lines = bytes.toString('utf8').split('\n');
  return lines.filter((line) => line.trim() !== '');
}

function halfWritten(bytes: Buffer): boolean {
  const line = bytes.toString('utf8').trim();
  return line !== '' && parsed(line) === undefined;
}

/** The values of a line by column; null when it is not a JSON object. New keys become columns. */
function cellsOf(line: string, columns: Columns): string[] | null {
  const record = parsed(line);
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return null;
  const cells: string[] = Array.from({ length: columns.size }, () => '');
  for (const [key, value] of Object.entries(record)) {
    const at = columns.get(key) ?? columns.size;
    columns.set(key, at);
    cells[at] = cellOf(value);
  }
  return cells;
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
