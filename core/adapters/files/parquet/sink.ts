// Where the values of a column go: into cells (features, labels) or texts (ids, times).
import { type CellColumn, setCell } from '../../../frame/cells.ts';
import { checkCell } from '../failure.ts';
import { undecodable } from './failure.ts';
import { valueAt } from './raw.ts';
import type { ParquetColumn } from './schema.ts';
import type { Values } from './values.ts';

/** Takes the value at `index` of `values` as that of row `row`; rows without a call are missing. */
export type Sink = (row: number, values: Values, index: number) => void;

/** For errors: the file, and the row of it that is row 0 of the sink. */
interface Origin {
  readonly file: string;
  readonly row: number;
}

export function emptyCells(rows: number): CellColumn {
  return { values: new Float64Array(rows).fill(Number.NaN), codes: null, texts: [], index: new Map() };
}

/** A number goes straight into the column; a text is looked at once a value, however often a dictionary repeats it. */
export function cellSink(cells: CellColumn, column: ParquetColumn, origin: Origin): Sink {
  const written = createMemory();
  return (row, values, index) => {
    const number = values.numbers?.[index] ?? Number.NaN;
    if (!Number.isNaN(number)) {
      cells.values[row] = number;
      return;
    }
    const before = written(row, values, index);
    if (before === null) setCell(cells, row, textOf(valueAt(values.raw, index), column, at(origin, row)));
    else copyCell(cells, row, before);
  };
}

/** @param texts one entry a row, all "" */
export function textSink(texts: string[], column: ParquetColumn, origin: Origin): Sink {
  const written = createMemory();
  return (row, values, index) => {
    const before = written(row, values, index);
    if (before === null) texts[row] = textOf(valueAt(values.raw, index), column, at(origin, row)).trim();
    else texts[row] = texts[before] ?? '';
  };
}

/** The row a value of a dictionary was written to before; null = it is new, or not of a dictionary. */
function createMemory(): (row: number, values: Values, index: number) => number | null {
  let rows: Int32Array | null = null;
  return (row, { raw, repeated }, index) => {
    if (!repeated) return null;
    rows ??= new Int32Array(raw.length).fill(-1);
    const before = rows[index] ?? -1;
    if (before < 0) rows[index] = row;
    return before < 0 ? null : before;
  };
}

function copyCell(column: CellColumn, row: number, from: number): void {
  column.values[row] = column.values[from] ?? Number.NaN;
  if (column.codes !== null) column.codes[row] = column.codes[from] ?? -1;
}

function at({ file, row: first }: Origin, row: number): Origin {
  return { file, row: first + row };
}

function textOf(value: unknown, { name, kind }: ParquetColumn, { file, row }: Origin): string {
  const text = decoded(() => kind.text(value), { file, part: `column "${name}" in row ${row + 1}` });
  checkCell(file, row, text);
  return text;
}

function decoded(text: () => string, { file, part }: { file: string; part: string }): string {
  try {
    return text();
  } catch (cause) {
    throw undecodable(file, part, cause);
  }
}
