// CSV (RFC 4180: commas, double quotes) to rows of cells.
import { parse } from 'csv-parse/sync';
import type { DataFile, FileMark, RowChunk, Wanted } from '../../sources/row-reader.ts';
import { type Block, readBlocks } from './blocks.ts';
import { badFile, badRow, checkCells, checkColumnCount } from './failure.ts';
import { createGathering, put } from './gather.ts';

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** See RowReader.read. @throws AppError `bad_data`, `too_large` */
export async function* readCsv(
  file: DataFile,
  from: FileMark | null,
  wanted: Wanted,
): AsyncGenerator<RowChunk> {
  const { name, path } = file;
  const gathering = createGathering(wanted);
  const gather = (rows: readonly (readonly string[])[], columns: readonly string[]) => {
    const targets = columns.map((column) => gathering.target(column));
    for (const [at, row] of rows.entries())
      targets.forEach((to, place) => void put(to, at, row[place] ?? ''));
    return gathering.take(rows.length);
  };
  let columns = from?.columns ?? [];
  let count = from?.rows ?? 0;
  for await (const block of readBlocks({ name, path, from }, recordsEnd)) {
    const first = { name, row: count, headed: columns.length > 0 };
    if (block.tail) {
      const row = tailOf(block, columns, first);
      const tail = row === null || row === 'half' ? row : gather([row], columns);
      yield { ...gather([], columns), mark: { ...block.start, rows: count, columns }, tail };
      continue;
    }
    const rows = records(block.bytes, first);
    const header = first.headed ? undefined : rows.shift();
    if (header !== undefined) columns = columnsOf(header, name);
    for (const [at, row] of rows.entries()) checkRow(row, columns, { name, row: count + at });
    count += rows.length;
    yield { ...gather(rows, columns), mark: { ...block.end, rows: count, columns }, tail: null };
  }
}

/** Which row a block begins with; without a header yet, its first record is the header. */
interface First {
  readonly name: string;
  readonly row: number;
  readonly headed: boolean;
}

/** A line feed ends a record unless an odd number of quotes stands before it in the record. */
function recordsEnd(bytes: Buffer): number {
  if (!bytes.includes(quote)) return bytes.lastIndexOf(lineFeed) + 1;
  let [end, inside] = [0, false];
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === quote) inside = !inside;
    else if (bytes[at] === lineFeed && !inside) end = at + 1;
  }
  return end;
}

/** Every record; what is not CSV is refused, except (for a tail) a quote that is still open: then there are none. */
function records(bytes: Buffer, first: First, tail = false): string[][] {
  try {
    return parse(bytes, {
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n'],
      max_record_size: bytes.length + 1,
    });
  } catch (cause) {
    if (!isCsvError(cause)) throw cause;
    if (tail && cause.code === 'CSV_QUOTE_NOT_CLOSED') return [];
    const parsed = Number(cause.records) - (first.headed ? 0 : 1);
    if (parsed < 0) throw badFile(first.name, 'has a header with a stray quote', 'Correct the first line.');
    throw badRow(first.name, first.row + parsed, 'has a quote where none may stand');
  }
}

function isCsvError(cause: unknown): cause is Error & { code: string; records: number } {
  return cause instanceof Error && 'code' in cause && 'records' in cause;
}

function tailOf(block: Block, columns: readonly string[], first: First): string[] | 'half' | null {
  // The line feed of a CRLF may not be written yet.
  const bytes = block.bytes.at(-1) === carriageReturn ? block.bytes.subarray(0, -1) : block.bytes;
  if (bytes.length === 0) return null;
  const row = records(bytes, first, true)[0];
  const whole = row !== undefined && first.headed && row.length === columns.length;
  return whole ? row : 'half';
}

function columnsOf(header: readonly string[], name: string): string[] {
  const columns = header.map((column) => column.trim());
  checkColumnCount(name, columns.length);
  const separator = columns.length === 1 ? /[;\t]/.exec(columns[0] ?? '')?.[0] : undefined;
  if (separator !== undefined) {
    const what = `separates its cells by ${separator === ';' ? 'semicolons' : 'tabs'}`;
    throw badFile(name, what, 'Separate them by commas.');
  }
  // Columns without a name (row numbers that a table library wrote) can be ignored, so there may be several.
  const named = columns.filter((column) => column !== '');
  const twice = named.find((column, at) => named.indexOf(column) !== at);
  if (twice !== undefined) {
    throw badFile(
      name,
      `names the column "${twice}" twice`,
      'Give each column of the header a name of its own.',
    );
  }
  return columns;
}

function checkRow(
  row: readonly string[],
  columns: readonly string[],
  at: { name: string; row: number },
): void {
  if (row.length !== columns.length) {
    throw badRow(at.name, at.row, `has ${row.length} cells where the header names ${columns.length}`);
  }
  checkCells(at.name, at.row, row);
}
