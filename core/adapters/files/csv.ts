// CSV (RFC 4180: commas, double quotes) to columns of cells.
import { isUtf8 } from 'node:buffer';
import { setImmediate as turn } from 'node:timers/promises';
import type { DataFile, FileMark, RowChunk, Wanted } from '../../sources/row-reader.ts';
import { type Block, placeAfter, readBlocks } from './blocks.ts';
import { type CsvRows, createRows } from './csv-rows.ts';
import { readHeader } from './header.ts';
import { records, recordsEnd } from './quoted.ts';

const carriageReturn = 0x0d;

/** See RowReader.read. @throws AppError `bad_data`, `too_large` */
export async function* readCsv(
  file: DataFile,
  from: FileMark | null,
  wanted: Wanted,
): AsyncGenerator<RowChunk> {
  const { name, path } = file;
  const before = from?.rows ?? 0;
  let columns = from?.columns ?? [];
  let rows = columns.length === 0 ? null : createRows({ name, columns, wanted, before });
  for await (const block of readBlocks({ name, path, from }, recordsEnd)) {
    if (block.tail) {
      yield lastChunk(block, { rows, columns, before, name });
      return;
    }
    const header = rows === null ? readHeader(block.bytes, name) : { columns, end: 0 };
    if (header === null) continue;
    ({ columns } = header);
    rows ??= createRows({ name, columns, wanted, before });
    yield* chunksOf(block, header.end, { rows, columns });
  }
}

/** The chunks a block fills. */
async function* chunksOf(
  { bytes, start }: Block,
  from: number,
  { rows, columns }: { rows: CsvRows; columns: readonly string[] },
): AsyncGenerator<RowChunk> {
  for (let at = from; at < bytes.length; ) {
    at = rows.read(bytes, at);
    if (rows.full) {
      const chunk = rows.take();
      const place = placeAfter(start, bytes.subarray(0, at));
      yield { ...chunk, mark: { ...place, rows: rows.count(), columns }, tail: null };
    }
    if (at < bytes.length) await turn();
  }
}

interface Read {
  readonly name: string;
  /** Null while there is no header. */
  readonly rows: CsvRows | null;
  readonly columns: readonly string[];
  readonly before: number;
}

function lastChunk(block: Block, { name, rows, columns, before }: Read): RowChunk {
  const count = rows?.count() ?? before;
  const mark = { ...block.start, rows: count, columns };
  const whole = rows?.take() ?? { rows: 0, cells: new Map(), texts: new Map() };
  // The line feed of a CRLF may not be written yet.
  const bytes = block.bytes.at(-1) === carriageReturn ? block.bytes.subarray(0, -1) : block.bytes;
  if (bytes.length === 0) return { ...whole, mark, tail: null };
  // Half of a letter is no text yet.
  const row = isUtf8(bytes)
    ? records(bytes, { name, row: rows === null ? null : count }, true)[0]
    : undefined;
  const complete = rows !== null && row?.length === columns.length;
  return { ...whole, mark, tail: complete ? rows.single(row) : 'half' };
}
