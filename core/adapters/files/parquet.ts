// Parquet to rows of cells, a few thousand rows at a time: only the wanted columns, and of each only the pages in use.
import { type FileHandle, open } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { RowGroup } from 'hyparquet';
import type { CellColumn } from '../../frame/cells.ts';
import type { DataFile, FileMark, RowChunk, Rows, Wanted } from '../../sources/row-reader.ts';
import { fileError, replaced } from './failure.ts';
import { type Cursor, createCursor } from './parquet/cursor.ts';
import { encrypted } from './parquet/failure.ts';
import { readFooter } from './parquet/footer.ts';
import { type ParquetColumn, schemaOf } from './parquet/schema.ts';
import { cellSink, emptyCells, textSink } from './parquet/sink.ts';
import { windowOf } from './parquet/window.ts';

/** Rows of a chunk: few enough that no column holds the event loop for long, and fewer when there are many columns. */
const chunkRows = 8_192;
const chunkCells = 1024 * 1024;

const nothing: Rows = { rows: 0, cells: new Map(), texts: new Map() };

/**
 * See RowReader.read. A file whose footer is not written yet has no rows and ends "half"; a mark counts rows.
 * @throws AppError `bad_data`, `too_large`
 */
export async function* readParquet(
  file: DataFile,
  from: FileMark | null,
  wanted: Wanted,
): AsyncGenerator<RowChunk> {
  const { name, path } = file;
  const handle = await open(path, 'r').catch((cause: unknown) => {
    throw fileError(name, cause);
  });
  try {
    yield* chunksOf({ handle, name, from, wanted });
  } catch (cause) {
    throw fileError(name, cause);
  } finally {
    await handle.close();
  }
}

interface Request {
  readonly handle: FileHandle;
  readonly name: string;
  readonly from: FileMark | null;
  readonly wanted: Wanted;
}

async function* chunksOf({ handle, name, from, wanted }: Request): AsyncGenerator<RowChunk> {
  const footer = await readFooter(handle, name);
  if (footer === null) {
    const mark = from ?? { offset: 0, rows: 0, columns: [], seal: '' };
    yield { ...nothing, mark, tail: 'half' };
    return;
  }
  const { metadata, seal } = footer;
  // An empty seal: nothing but its first half was seen.
  if (from !== null && from.seal !== '' && from.seal !== seal) throw replaced(name, 'was replaced');
  const { names, read } = schemaOf(metadata, wanted, name);
  const markAt = (rows: number): FileMark => ({ offset: rows, rows, columns: names, seal });
  let done = from?.rows ?? 0;
  let groupEnd = 0;
  for (const [at, group] of metadata.row_groups.entries()) {
    groupEnd += Number(group.num_rows);
    if (groupEnd <= done) continue;
    const place = { handle, file: name, group, groupAt: at };
    const columns = read.map((column) => ({ column, cursor: openColumn(column, place) }));
    const skipped = done - (groupEnd - Number(group.num_rows));
    for (const { cursor } of columns) await cursor.skip(skipped);
    while (done < groupEnd) {
      const rows = Math.min(rowsAtOnce(read.length), groupEnd - done);
      const chunk = await gather(columns, rows, { wanted, file: name, row: done });
      done += rows;
      yield { ...chunk, mark: markAt(done), tail: null };
    }
  }
  yield { ...nothing, mark: markAt(done), tail: null };
}

function rowsAtOnce(columns: number): number {
  return Math.min(chunkRows, Math.max(64, Math.floor(chunkCells / Math.max(1, columns))));
}

interface Place {
  readonly handle: FileHandle;
  readonly file: string;
  readonly group: RowGroup;
  readonly groupAt: number;
}

function openColumn({ name, at, kind, optional, element }: ParquetColumn, place: Place): Cursor {
  const { handle, file, group, groupAt } = place;
  const facts = group.columns[at]?.meta_data;
  if (facts === undefined) throw encrypted(file);
  const start = Number(facts.dictionary_page_offset || facts.data_page_offset);
  return createCursor({
    shape: { element, optional, codec: facts.codec },
    kind,
    window: windowOf(handle, start + Number(facts.total_compressed_size)),
    start,
    rows: Number(group.num_rows),
    file,
    part: `column "${name}" of row group ${groupAt + 1}`,
  });
}

interface Opened {
  readonly column: ParquetColumn;
  readonly cursor: Cursor;
}

/** The next rows of all columns. Other work gets its turn after each column. */
async function gather(
  columns: readonly Opened[],
  rows: number,
  { wanted, file, row }: { wanted: Wanted; file: string; row: number },
): Promise<Rows> {
  const cells = new Map<string, CellColumn>();
  const texts = new Map<string, readonly string[]>();
  for (const { column, cursor } of columns) {
    if (wanted.texts.includes(column.name)) {
      const target = Array.from({ length: rows }, () => '');
      texts.set(column.name, target);
      await cursor.fill(textSink(target, column, { file, row }), rows);
    } else {
      const target = emptyCells(rows);
      cells.set(column.name, target);
      await cursor.fill(cellSink(target, column, { file, row }), rows);
    }
    await setImmediate();
  }
  return { rows, cells, texts };
}
