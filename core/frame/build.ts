// From cells to frames: what kind a column is, and columns of that kind. Pure.
import { AppError } from '../errors.ts';
import { type CellColumn, categoryAt, isText } from './cells.ts';
import { type FaultList, quoted } from './faults.ts';
import type { CategoricalColumn, Column, Feature, Frame } from './frame.ts';

/** Chosen rows of a table of cells, with what is known of each. Every array has one entry a chosen row. */
export interface CellRows {
  readonly columns: ReadonlyMap<string, CellColumn>;
  /** Which rows of the columns; row 0 is called "row 1" in faults. */
  readonly rows: Uint32Array;
  readonly ids: readonly string[];
  /** Milliseconds since the epoch; NaN = unknown. */
  readonly times: Float64Array;
  /** As `categoryOf` spells them; null = not known. */
  readonly labels: readonly (string | null)[];
  /** What faults begin with, for instance a file's name; "" for none. */
  readonly place: string;
}

/** What to build: the features in order, and the classes in the order of their codes (null: those that occur, sorted). */
export interface FrameShape {
  readonly features: readonly Feature[];
  readonly classes: readonly string[] | null;
}

/**
 * The kind of each named column over all parts: numeric unless a cell is a text. Missing and infinite cells say
 * nothing, so a column without any other is numeric. A column of categories that is nine tenths numbers is a fault
 * too: a stray word has probably turned it.
 */
export function inferFeatures(
  parts: readonly CellRows[],
  names: readonly string[],
  faults: FaultList,
): Feature[] {
  return names.map((name) => {
    const { texts, numbers, first } = countCells(parts, name);
    if (first === null) return { name, kind: 'numeric' };
    const message = `${quoted(first.text)} is not a number, so the column counts as categories`;
    if (numbers >= 9 * texts) faults.add(() => ({ path: cellPath(first.place, first.row, name), message }));
    return { name, kind: 'categorical' };
  });
}

interface CellCount {
  texts: number;
  numbers: number;
  first: { readonly place: string; readonly row: number; readonly text: string } | null;
}

function countCells(parts: readonly CellRows[], name: string): CellCount {
  const count: CellCount = { texts: 0, numbers: 0, first: null };
  for (const { columns, rows, place } of parts) {
    const cells = columns.get(name);
    if (cells === undefined) continue;
    for (const row of rows) {
      if (Number.isFinite(cells.values[row])) count.numbers += 1;
      if (!isText(cells, row)) continue;
      count.texts += 1;
      count.first ??= { place, row, text: categoryAt(cells, row) ?? '' };
    }
  }
  return count;
}

/**
 * The chosen rows as a frame of the given shape. A text in a numeric column, an infinite number and a label outside
 * the classes become missing, and a fault.
 * @throws AppError `bad_data` when a feature has no column
 */
export function buildFrame(part: CellRows, shape: FrameShape, faults: FaultList): Frame {
  return {
    rows: part.rows.length,
    columns: shape.features.map((feature) => buildColumn(part, feature, faults)),
    ids: part.ids,
    times: part.times,
    label: buildLabel(part, shape.classes, faults),
  };
}

/** How faults and errors name a cell: "a.csv row 17, column MedInc". */
function cellPath(place: string, row: number, column: string): string {
  return `${rowPath(place, row)}, column ${column}`;
}

/** Rows are counted from 1, without the header. */
export function rowPath(place: string, row: number): string {
  return `${place === '' ? '' : `${place} `}row ${row + 1}`;
}

function buildColumn(part: CellRows, { name, kind }: Feature, faults: FaultList): Column {
  const cells = part.columns.get(name);
  if (cells === undefined) {
    throw new AppError('bad_data', `${part.place || 'the data'} has no column "${name}"`, {
      remedy: 'Give the data every feature of the model, under the same names, or retrain.',
      faults: [{ path: `column ${name}`, message: 'missing' }],
    });
  }
  if (kind === 'categorical') return { name, ...encode(part, cells, name, faults) };
  return { kind, name, values: numbers(part, cells, name, faults) };
}

function numbers(part: CellRows, cells: CellColumn, name: string, faults: FaultList): Float64Array {
  const values = new Float64Array(part.rows.length);
  for (let at = 0; at < values.length; at++) {
    const row = part.rows[at] ?? 0;
    const value = cells.values[row] ?? Number.NaN;
    values[at] = Number.isFinite(value) ? value : Number.NaN;
    if (Number.isFinite(value)) continue;
    if (!Number.isNaN(value)) faults.add(() => infiniteCell(part, row, name));
    else if (isText(cells, row)) faults.add(() => textCell(part, cells, row, name));
  }
  return values;
}

function infiniteCell(part: CellRows, row: number, name: string) {
  return { path: cellPath(part.place, row, name), message: 'the number is infinite' };
}

function textCell(part: CellRows, cells: CellColumn, row: number, name: string) {
  const text = categoryAt(cells, row) ?? '';
  return { path: cellPath(part.place, row, name), message: `${quoted(text)} is not a number` };
}

/** Categories in the order they first appear among the chosen rows: nothing of the other rows shows. */
function encode(
  part: CellRows,
  cells: CellColumn,
  name: string,
  faults: FaultList,
): Omit<CategoricalColumn, 'name'> {
  const position = new Map<string, number>();
  const codes = new Int32Array(part.rows.length).fill(-1);
  part.rows.forEach((row, at) => {
    const category = categoryAt(cells, row);
    if (category !== null) codes[at] = position.get(category) ?? place(position, category);
    else if (!Number.isNaN(cells.values[row])) faults.add(() => infiniteCell(part, row, name));
  });
  return { kind: 'categorical', codes, categories: [...position.keys()] };
}

function place(position: Map<string, number>, category: string): number {
  position.set(category, position.size);
  return position.size - 1;
}

function buildLabel(part: CellRows, wanted: readonly string[] | null, faults: FaultList): CategoricalColumn {
  const classes = wanted ?? [...new Set(part.labels.filter((label) => label !== null))].sort();
  const position = new Map(classes.map((name, code) => [name, code]));
  const codes = new Int32Array(part.rows.length).fill(-1);
  part.labels.forEach((label, at) => {
    const code = label === null ? -1 : position.get(label);
    codes[at] = code ?? -1;
    if (code === undefined) faults.add(() => foreignLabel(part, at, label ?? ''));
  });
  return { kind: 'categorical', name: 'label', codes, categories: classes };
}

function foreignLabel(part: CellRows, at: number, label: string) {
  const path = `${rowPath(part.place, part.rows[at] ?? 0)}, label`;
  return { path, message: `${quoted(label)} is not a class of the model` };
}
