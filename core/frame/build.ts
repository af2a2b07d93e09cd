// From cells to frames: what kind a column is, and columns of that kind. Pure.
import { AppError } from '../errors.ts';
import { codes as codesFor, doubles } from './arrays.ts';
import { type CellColumn, categoryAt, isText } from './cells.ts';
import { type FaultList, quoted } from './faults.ts';
import type { Column, Feature, Frame } from './frame.ts';

/** Chosen rows of a table of cells, with what is known of each. */
export interface CellRows {
  readonly columns: ReadonlyMap<string, CellColumn>;
  /** Names of the columns that are missing in all these rows where `columns` has none. */
  readonly known: ReadonlySet<string>;
  /** Which rows of the columns. This and what follows has one entry a chosen row. */
  readonly rows: Uint32Array;
  readonly ids: readonly string[];
  /** Milliseconds since the epoch; NaN = unknown. */
  readonly times: Float64Array;
  /** As `categoryOf` spells them; null = not known. */
  readonly labels: readonly (string | null)[];
  /** What faults begin with, for instance a file's name; "" for none. */
  readonly place: string;
  /** Which row of that place the columns begin with; row 0 is called "row 1" in faults. */
  readonly first: number;
}

export interface Inference {
  /** Takes more rows into account. */
  add(part: CellRows): void;
  /** The kind of each column over all the rows. */
  features(faults: FaultList): Feature[];
}

/**
 * Finds the kind of each named column: numeric unless a cell is a text. Missing and infinite cells say nothing, so a
 * column without any other is numeric. A column of categories that is nine tenths numbers is a fault too: a stray word
 * has probably turned it.
 */
export function createInference(names: readonly string[]): Inference {
  const counts = names.map((name): CellCount => ({ name, texts: 0, numbers: 0, first: null }));
  return {
    add: (part) => counts.forEach((count) => void countCells(count, part)),
    features: (faults) =>
      counts.map(({ name, texts, numbers, first }) => {
        if (first === null) return { name, kind: 'numeric' };
        const message = `${quoted(first.text)} is not a number, so the column counts as categories`;
        if (numbers >= 9 * texts) faults.add(() => ({ path: `${first.path}, column ${name}`, message }));
        return { name, kind: 'categorical' };
      }),
  };
}

interface CellCount {
  readonly name: string;
  texts: number;
  numbers: number;
  first: { readonly path: string; readonly text: string } | null;
}

function countCells(count: CellCount, { columns, rows, place, first }: CellRows): void {
  const cells = columns.get(count.name);
  if (cells === undefined) return;
  for (const row of rows) {
    if (Number.isFinite(cells.values[row])) count.numbers += 1;
    else if (isText(cells, row)) {
      count.texts += 1;
      count.first ??= { path: rowPath(place, first + row), text: categoryAt(cells, row) ?? '' };
    }
  }
}

/** What to build: `rows` rows, the features in order, and the classes in the order of their codes. */
export interface FrameShape {
  readonly rows: number;
  readonly features: readonly Feature[];
  readonly classes: readonly string[];
}

export interface FrameBuilder {
  /** Puts chosen rows behind those before. @throws AppError `bad_data` when a feature has no column */
  add(part: CellRows): void;
  /** The frame, once all its rows were added. */
  frame(): Frame;
}

/**
 * Builds a frame part by part. A text in a numeric column, an infinite number and a label outside the classes become
 * missing, and a fault.
 */
export function createFrame({ rows, features, classes }: FrameShape, faults: FaultList): FrameBuilder {
  // One array for all columns: many small ones would take longer to make than to fill.
  const all = doubles(rows * features.filter(({ kind }) => kind === 'numeric').length);
  let used = 0;
  const numbers = () => {
    used += rows;
    return all.subarray(used - rows, used);
  };
  const columns = features.map(
    ({ name, kind }): Growing =>
      kind === 'numeric' ? { kind, name, values: numbers() } : growingCodes(name, rows, new Map()),
  );
  const label = growingCodes('label', rows, new Map(classes.map((name, code) => [name, code])));
  const ids: string[] = [];
  const times = doubles(rows);
  return {
    add(part) {
      const start = ids.length;
      for (const column of columns) addCells(column, start, { part, faults });
      addLabels(label, start, { part, faults });
      times.set(part.times, start);
      for (const id of part.ids) ids.push(id);
    },
    frame: () => ({
      rows,
      columns: columns.map(grown),
      ids,
      times,
      label: { kind: 'categorical', name: 'label', codes: label.codes, categories: classes },
    }),
  };
}

interface Numbers {
  readonly kind: 'numeric';
  readonly name: string;
  readonly values: Float64Array;
}

interface Codes {
  readonly kind: 'categorical';
  readonly name: string;
  readonly codes: Int32Array;
  /** Code of each category, in the order they first appear among the chosen rows: nothing of the other rows shows. */
  readonly position: Map<string, number>;
}

type Growing = Numbers | Codes;

function growingCodes(name: string, rows: number, position: Map<string, number>): Codes {
  return { kind: 'categorical', name, codes: codesFor(rows), position };
}

function grown(column: Growing): Column {
  if (column.kind === 'numeric') return column;
  const { kind, name, codes, position } = column;
  return { kind, name, codes, categories: [...position.keys()] };
}

interface Source {
  readonly part: CellRows;
  readonly faults: FaultList;
}

/** How faults and errors name a cell: "a.csv row 17, column MedInc". */
function cellPath({ place, first }: CellRows, row: number, column: string): string {
  return `${rowPath(place, first + row)}, column ${column}`;
}

/** Rows are counted from 1, without the header. */
export function rowPath(place: string, row: number): string {
  return `${place === '' ? '' : `${place} `}row ${row + 1}`;
}

function addCells(column: Growing, start: number, { part, faults }: Source): void {
  const { name } = column;
  const cells = part.columns.get(name);
  if (cells !== undefined) {
    if (column.kind === 'numeric') addNumbers(column, start, { part, faults, cells });
    else addCategories(column, start, { part, faults, cells });
    return;
  }
  if (!part.known.has(name)) {
    throw new AppError('bad_data', `${part.place || 'the data'} has no column "${name}"`, {
      remedy: 'Give the data every feature of the model, under the same names, or retrain.',
      faults: [{ path: `column ${name}`, message: 'missing' }],
    });
  }
  const end = start + part.rows.length;
  if (column.kind === 'numeric') column.values.fill(Number.NaN, start, end);
  else column.codes.fill(-1, start, end);
}

interface CellSource extends Source {
  readonly cells: CellColumn;
}

function addNumbers({ name, values }: Numbers, start: number, { part, faults, cells }: CellSource): void {
  const { rows } = part;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number;
    const value = cells.values[row] as number;
    if (Number.isFinite(value)) values[start + at] = value;
    else {
      values[start + at] = Number.NaN;
      if (!Number.isNaN(value)) faults.add(() => infiniteCell(part, row, name));
      else if (isText(cells, row)) faults.add(() => textCell(part, cells, row, name));
    }
  }
}

function infiniteCell(part: CellRows, row: number, name: string) {
  return { path: cellPath(part, row, name), message: 'the number is infinite' };
}

function textCell(part: CellRows, cells: CellColumn, row: number, name: string) {
  const text = categoryAt(cells, row) ?? '';
  return { path: cellPath(part, row, name), message: `${quoted(text)} is not a number` };
}

function addCategories(
  { name, codes, position }: Codes,
  start: number,
  { part, faults, cells }: CellSource,
): void {
  part.rows.forEach((row, at) => {
    const category = categoryAt(cells, row);
    codes[start + at] = category === null ? -1 : (position.get(category) ?? newCode(position, category));
    if (category === null && !Number.isNaN(cells.values[row]))
      faults.add(() => infiniteCell(part, row, name));
  });
}

function newCode(position: Map<string, number>, category: string): number {
  position.set(category, position.size);
  return position.size - 1;
}

function addLabels({ codes, position }: Codes, start: number, { part, faults }: Source): void {
  part.labels.forEach((label, at) => {
    const code = label === null ? -1 : position.get(label);
    codes[start + at] = code ?? -1;
    if (code === undefined) faults.add(() => foreignLabel(part, at, label ?? ''));
  });
}

function foreignLabel(part: CellRows, at: number, label: string) {
  const path = `${rowPath(part.place, part.first + (part.rows[at] ?? 0))}, label`;
  return { path, message: `${quoted(label)} is not a class of the model` };
}
