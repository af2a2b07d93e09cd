// The rows of one file, in memory as columns: what was read stays, only what grew is read again.
import { AppError } from '../errors.ts';
import { appendCells, type CellColumn, createCells, isMissing } from '../frame/cells.ts';
import type { TimeReader } from '../frame/time.ts';
import type { DataFile, FileMark, RowChunk, RowReader, Rows } from './row-reader.ts';

/** How the rows of a source are read: the part each column plays (every other one is a feature), and by what. */
export interface Reading {
  readonly reader: RowReader;
  readonly time: string | null;
  readonly id: string | null;
  readonly label: string | null;
  readonly drop: readonly string[];
  /** Labels come from elsewhere: the label column may be absent. */
  readonly labelOptional: boolean;
  readonly timeOf: TimeReader;
}

export interface FileTable {
  readonly name: string;
  readonly columns: Map<string, CellColumn>;
  /** "" where the row has none; empty when the source has no id column. */
  readonly ids: string[];
  /** Empty when the source has no time column. */
  readonly times: number[];
  /** Rows whose id came before in this source. */
  readonly repeated: Set<number>;
  /** Cells of the time column that are not a time, by row. */
  readonly timeless: Map<number, string>;
  /** Rows that may be used. */
  rows: number;
  mark: FileMark | null;
  /** The last line, while it has no line break. */
  tail: RowChunk['tail'];
  /** The file's stamp when it was last read to its end; null = there is more. */
  stamp: string | null;
  /** The file rests, and its last line is still half-written. */
  unfinished: boolean;
}

export function createTable(name: string): FileTable {
  return {
    name,
    columns: new Map(),
    ids: [],
    times: [],
    repeated: new Set(),
    timeless: new Map(),
    rows: 0,
    mark: null,
    tail: null,
    stamp: null,
    unfinished: false,
  };
}

interface Wanted {
  /** Read on until there are so many rows, or all the file has. */
  readonly rows: number;
  /** Rows a position says were read before. */
  readonly consumed: number;
  /**
   * When a last line counts that has every cell but no line break (it may be growing): "settled" = once the file was
   * the same in two reads.
   */
  readonly lastLine: 'settled' | 'now' | 'never';
  /** Ids of all the files of a source. */
  readonly seen: Set<string>;
}

/**
 * Brings `table` up to what is wanted of `file`.
 * @throws AppError `bad_data` when the file has fewer rows than were consumed, lacks a column, or is another file
 */
export async function loadTable(
  table: FileTable,
  file: DataFile,
  { wanted, reading }: { wanted: Wanted; reading: Reading },
): Promise<void> {
  const settled = table.stamp === file.stamp;
  if (!settled && (table.rows < wanted.rows || table.stamp !== null)) {
    await readOn(table, file, { wanted, reading });
  }
  const ripe = wanted.lastLine === 'now' || (wanted.lastLine === 'settled' && settled);
  const ended = table.stamp !== null;
  if (ended && (ripe || table.rows < wanted.consumed)) takeLastLine(table, reading, wanted.seen);
  table.unfinished = ended && settled && table.tail !== null && table.rows === table.mark?.rows;
  if (table.rows < wanted.consumed) throw shorter(table, wanted.consumed);
}

/** Names of the feature columns the file has shown so far, in file order. */
export function featureNames(table: FileTable, reading: Reading): string[] {
  const others = new Set(['', reading.time, reading.id, reading.label, ...reading.drop]);
  return (table.mark?.columns ?? []).filter((column) => !others.has(column));
}

async function readOn(
  table: FileTable,
  file: DataFile,
  { wanted, reading }: { wanted: Wanted; reading: Reading },
): Promise<void> {
  // A last line that was taken is read again: it may have grown.
  table.rows = table.mark?.rows ?? 0;
  table.stamp = null;
  for await (const chunk of reading.reader.read(file, table.mark, wantedOf(reading))) {
    const names = chunk.mark.columns;
    if (names.length > 0) checkColumns(file, names, reading);
    append(table, chunk, { reading, seen: wanted.seen });
    table.mark = chunk.mark;
    table.tail = chunk.tail;
    table.rows = chunk.mark.rows;
    if (table.rows >= wanted.rows) return;
  }
  table.stamp = file.stamp;
}

function wantedOf({ id, time, drop }: Reading) {
  return { texts: [id, time].filter((name) => name !== null), skip: drop };
}

function takeLastLine(table: FileTable, reading: Reading, seen: Set<string>): void {
  const { mark, tail } = table;
  if (mark === null || tail === null || tail === 'half' || table.rows > mark.rows) return;
  append(table, tail, { reading, seen });
  table.rows += 1;
}

function append(
  table: FileTable,
  { rows, cells, texts }: Rows,
  { reading, seen }: { reading: Reading; seen: Set<string> },
): void {
  for (const [name, from] of cells) {
    const column = table.columns.get(name) ?? createCells();
    table.columns.set(name, column);
    appendCells(column, table.rows, from, rows);
  }
  for (let at = 0; at < rows; at++) {
    const row = table.rows + at;
    if (reading.id !== null) setId(table, row, { id: texts.get(reading.id)?.[at] ?? '', seen });
    if (reading.time === null) continue;
    const cell = texts.get(reading.time)?.[at] ?? '';
    setTime(table, row, reading.timeOf(cell), cell);
  }
}

function setId(table: FileTable, row: number, { id, seen }: { id: string; seen: Set<string> }): void {
  const own = table.ids[row] === id && !table.repeated.has(row);
  if (id !== '' && !own && seen.has(id)) table.repeated.add(row);
  if (id !== '') seen.add(id);
  table.ids[row] = id;
}

function setTime(table: FileTable, row: number, time: number, cell: string): void {
  table.times[row] = time;
  if (Number.isNaN(time) && !isMissing(cell)) table.timeless.set(row, cell);
  else table.timeless.delete(row);
}

/** A CSV header says all; a key of NDJSON that may be left out (label, dropped) is not missed. */
function checkColumns(file: DataFile, names: readonly string[], reading: Reading): void {
  const always = [reading.time, reading.id];
  const inHeader = [reading.labelOptional ? null : reading.label, ...reading.drop];
  const required = file.kind === 'csv' ? [...always, ...inHeader] : always;
  const lacking = required.filter((column) => column !== null && !names.includes(column));
  if (lacking.length === 0) return;
  const list = lacking.map((column) => `"${column}"`).join(', ');
  throw new AppError('bad_data', `"${file.name}" has no column ${list}, which the watch names`, {
    remedy: `Name one of its columns in the watch: ${names.slice(0, 50).join(', ')}.`,
    faults: lacking.map((column) => ({ path: `${file.name}, column ${column}`, message: 'missing' })),
  });
}

function shorter({ name, rows }: FileTable, consumed: number): AppError {
  const message = `has ${rows} rows where ${consumed} were read before: it became shorter or was replaced`;
  return new AppError('bad_data', `"${name}" ${message}`, {
    remedy:
      'Put the file back as it was, or give the new rows under another name; nothing read so far is lost.',
    faults: [{ path: name, message }],
  });
}
