// Rows somebody sends (JSON of a request) to cells in the order of the champion's schema, and those to a frame. Pure.
import { AppError, type Fault } from '../errors.ts';
import { categoryOf } from './cells.ts';
import { createFaults, type FaultList, quoted } from './faults.ts';
import type { Column, Feature, Frame, Schema } from './frame.ts';
import { ahead, alignedTo, eachRow, type NumberRows, recordsOf } from './number-rows.ts';

/** null = missing. */
type Cell = number | string | null;

/** One row, a cell a feature, in schema order: finite numbers where a feature is numeric, else texts in their one spelling. */
export type Cells = readonly Cell[];

/** Rows that were read: as in `NumberRows` where every cell is a finite number, else each for itself. */
export type Rows =
  | { readonly count: number; readonly width: number; readonly numbers: Float64Array; readonly cells: null }
  | {
      readonly count: number;
      readonly width: number;
      readonly numbers: null;
      readonly cells: readonly Cells[];
    };

/** Rows each for itself. */
export function cellsIn({ width, numbers, cells }: Rows): readonly Cells[] {
  return cells ?? eachRow(numbers, width).map((row) => [...row]);
}

/**
 * Reads objects of feature: value, or rows of numbers. A number goes into a numeric feature; a text, a number or a boolean into a categorical
 * one; null and a feature left out are missing.
 * @throws AppError `invalid_input` with the path of every fault (the first 20, then a count), like rows[3].MedInc
 */
export type RecordReader = (records: readonly unknown[] | NumberRows) => Rows;

/**
 * The reader for a schema, made once: it runs before every prediction. Most rows name every feature in the order of the
 * first row of their kind, so a name is looked up only where it is not the expected one.
 * @param ignored names a row may carry that are no features
 */
export function recordReader(schema: Schema, ignored: readonly string[] = []): RecordReader {
  const { features } = schema;
  const names = features.map(({ name }) => name);
  const places = new Map([
    ...ignored.map((name) => [name, -1] as const),
    ...names.map((name, at) => [name, at] as const),
  ]);
  const numeric = features.map(({ kind }) => kind === 'numeric');
  const readRow = (record: object, row: number, faults: FaultList): Cells => {
    const keys = Object.keys(record);
    const values: unknown[] = Object.values(record);
    // As they came, where that is what is asked for: no cell is copied.
    if (isWhole(keys, values)) return values;
    const cells: Cell[] = names.map(() => null);
    for (const [at, key] of keys.entries()) {
      const place = places.get(key);
      const feature = features[place ?? -1];
      if (feature !== undefined && place !== undefined)
        cells[place] = cellOf(values[at], feature, { row, faults });
      else if (place === undefined) faults.add(() => unknownName(row, key));
    }
    return cells;
  };
  const isWhole = (keys: readonly string[], values: readonly unknown[]): values is number[] => {
    if (keys.length !== names.length) return false;
    for (let at = 0; at < keys.length; at++)
      if (keys[at] !== names[at] || numeric[at] !== true || !Number.isFinite(values[at])) return false;
    return true;
  };
  const readRows = (records: readonly unknown[]): Rows => {
    const faults = createFaults();
    const rows: Cells[] = [];
    for (let row = 0; row < records.length; row++) {
      const record = records[row];
      if (isObject(record)) rows.push(readRow(record, row, faults));
      else faults.add(() => noObject(row));
    }
    if (faults.count > 0) refuse(faults, schema);
    return rowsOf(rows, names.length);
  };
  const aligned = alignedTo(schema, ignored);
  return (given) => {
    if (!('numbers' in given)) return readRows(given);
    const numbers = aligned(given);
    if (numbers === null) return readRows(recordsOf(given));
    const width = names.length;
    return { count: numbers.length / (ahead + width), width, numbers, cells: null };
  };
}

function rowsOf(cells: readonly Cells[], width: number): Rows {
  const numbers = new Float64Array(cells.length * (ahead + width));
  let to = 0;
  for (const row of cells) {
    to += ahead;
    for (const cell of row) {
      if (typeof cell !== 'number') return { count: cells.length, width, numbers: null, cells };
      numbers[to++] = cell;
    }
  }
  return { count: cells.length, width, numbers, cells: null };
}

/**
 * `records` as unlabelled rows of `schema`.
 * @throws AppError `invalid_input` as a `RecordReader`
 */
export function frameOfRecords(records: readonly unknown[], schema: Schema): Frame {
  return frameOfCells(cellsIn(recordReader(schema)(records)), schema);
}

/** Rows that were read as an unlabelled frame of `schema`. Ids are "rows[0]", "rows[1]", ... */
export function frameOfCells(rows: readonly Cells[], schema: Schema): Frame {
  return {
    rows: rows.length,
    columns: schema.features.map((feature, at) =>
      columnOf(
        rows.map((cells) => cells[at] ?? null),
        feature,
      ),
    ),
    ids: rows.map((_, at) => `rows[${at}]`),
    times: new Float64Array(rows.length).fill(Number.NaN),
    label: {
      kind: 'categorical',
      name: 'label',
      codes: new Int32Array(rows.length).fill(-1),
      categories: schema.classes,
    },
  };
}

function isObject(record: unknown): record is object {
  return typeof record === 'object' && record !== null && !Array.isArray(record);
}

function refuse(faults: FaultList, { features }: Schema): never {
  const [first] = faults.list();
  const alone = faults.count === 1 && first !== undefined;
  const message = alone
    ? `${first.path} ${first.message}`
    : `${faults.count} of the values given cannot be used`;
  throw new AppError('invalid_input', message, {
    remedy: `The features are ${features.map(({ name, kind }) => `${name} (${kind})`).join(', ')}.`,
    faults: faults.list(),
  });
}

function noObject(row: number): Fault {
  return { path: `rows[${row}]`, message: 'is not an object of features and values' };
}

function unknownName(row: number, name: string): Fault {
  return { path: `rows[${row}].${name}`, message: 'is not a feature of the model' };
}

function cellOf(
  value: unknown,
  feature: Feature,
  { row, faults }: { readonly row: number; readonly faults: FaultList },
): Cell {
  if (value === null || value === undefined) return null;
  const cell = feature.kind === 'numeric' ? numberIn(value) : categoryIn(value);
  if (cell !== undefined) return cell;
  faults.add(() => faultOf(value, feature, row));
  return null;
}

/** undefined = a fault. */
function numberIn(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function categoryIn(value: unknown): string | null | undefined {
  if (typeof value === 'string') return categoryOf(value);
  if (typeof value === 'boolean' || Number.isFinite(value)) return categoryOf(String(value));
  return undefined;
}

function faultOf(value: unknown, { name, kind }: Feature, row: number): Fault {
  const path = `rows[${row}].${name}`;
  if (typeof value === 'number') return { path, message: 'the number is infinite' };
  const shown = typeof value === 'string' ? quoted(value) : `a value of type ${typeOf(value)}`;
  return { path, message: `${shown} is not a ${kind === 'numeric' ? 'number' : 'text, number or boolean'}` };
}

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}

function columnOf(cells: readonly Cell[], { name, kind }: Feature): Column {
  if (kind === 'numeric')
    return {
      kind,
      name,
      values: Float64Array.from(cells, (cell) => (typeof cell === 'number' ? cell : Number.NaN)),
    };
  const position = new Map<string, number>();
  const codes = Int32Array.from(cells, (cell) => {
    if (typeof cell !== 'string') return -1;
    const known = position.get(cell) ?? position.size;
    position.set(cell, known);
    return known;
  });
  return { kind, name, codes, categories: [...position.keys()] };
}
