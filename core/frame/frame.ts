// Columnar rows: the one shape data has inside Vigie. Pure.
// Missing is NaN in a numeric column and -1 in a categorical one; a label of -1 is one that has not arrived yet.
import { codes, doubles } from './arrays.ts';

interface NumericColumn {
  readonly kind: 'numeric';
  readonly name: string;
  /** One value a row; NaN = missing. */
  readonly values: Float64Array;
}

export interface CategoricalColumn {
  readonly kind: 'categorical';
  readonly name: string;
  /** One code a row, an index into `categories`; -1 = missing. */
  readonly codes: Int32Array;
  readonly categories: readonly string[];
}

export type Column = NumericColumn | CategoricalColumn;

/** What a model served elsewhere said of each row. */
export interface Answers {
  /** Its class; -1 = it said none. The dictionary may hold classes nobody else knows. */
  readonly predicted: CategoricalColumn;
  /** Its score in [0, 1] (of the positive class, where there are two); NaN = none; null = the rows carry no scores. */
  readonly scores: Float64Array | null;
  /** Instead of scores: the probability of each class of its schema, an array a class; NaN = it gave none. */
  readonly shares?: readonly Float64Array[];
}

/** `rows` observations in arrival order. Every array has `rows` entries. */
export interface Frame {
  readonly rows: number;
  /** Feature columns, in schema order. */
  readonly columns: readonly Column[];
  /** One id a row, never empty: sources that have none make one from the place the row came from. */
  readonly ids: readonly string[];
  /** Event time in milliseconds since the epoch (UTC); NaN = unknown. */
  readonly times: Float64Array;
  /** True outcomes; -1 = not known yet. */
  readonly label: CategoricalColumn;
  /** Only where the watched model is served elsewhere, or is not ours to compute (ONNX). */
  readonly answers?: Answers;
}

/** A feature's name and type, as the champion was trained on it. */
export interface Feature {
  readonly name: string;
  readonly kind: Column['kind'];
}

/** What rows of a watch look like: features in order, and the classes of the label in the order of their codes. */
export interface Schema {
  readonly features: readonly Feature[];
  readonly classes: readonly string[];
}

/** The features of a frame and the classes of its label that occur, sorted. */
export function schemaOf(frame: Frame): Schema {
  const features = frame.columns.map(({ name, kind }) => ({ name, kind }));
  const seen = new Set<number>(frame.label.codes);
  const classes = frame.label.categories.filter((_, code) => seen.has(code));
  return { features, classes: [...classes].sort() };
}

/** A new frame of the rows at `indices`, in that order. Dictionaries are shared, not copied. */
export function selectRows(frame: Frame, indices: Uint32Array): Frame {
  return {
    rows: indices.length,
    columns: frame.columns.map((column) => selectColumn(column, indices)),
    ids: Array.from(indices, (row) => frame.ids[row] ?? ''),
    times: gather(frame.times, indices, doubles(indices.length)),
    label: selectCodes(frame.label, indices),
    ...withAnswers(
      frame,
      (predicted) => selectCodes(predicted, indices),
      (numbers) => gather(numbers, indices, doubles(indices.length)),
    ),
  };
}

/** The rows from `start` (inclusive) to `end` (exclusive). */
export function sliceRows(frame: Frame, start: number, end: number): Frame {
  return {
    rows: end - start,
    columns: frame.columns.map((column) =>
      column.kind === 'numeric'
        ? { ...column, values: column.values.subarray(start, end) }
        : { ...column, codes: column.codes.subarray(start, end) },
    ),
    ids: frame.ids.slice(start, end),
    times: frame.times.subarray(start, end),
    label: { ...frame.label, codes: frame.label.codes.subarray(start, end) },
    ...withAnswers(
      frame,
      (predicted) => ({ ...predicted, codes: predicted.codes.subarray(start, end) }),
      (numbers) => numbers.subarray(start, end),
    ),
  };
}

/** The last `count` rows (all, when there are fewer). */
export function lastRows(frame: Frame, count: number): Frame {
  return count >= frame.rows ? frame : sliceRows(frame, frame.rows - count, frame.rows);
}

/** Indices of the rows whose label is known. */
export function labelledRows(frame: Frame): Uint32Array {
  const indices = new Uint32Array(frame.rows);
  let count = 0;
  for (let row = 0; row < frame.rows; row++) {
    if ((frame.label.codes[row] ?? -1) >= 0) indices[count++] = row;
  }
  return indices.slice(0, count);
}

/** Rows of `first`, then rows of `second`; both have the same features. Dictionaries are united. */
export function concatFrames(first: Frame, second: Frame): Frame {
  if (first.rows === 0) return second;
  if (second.rows === 0) return first;
  return {
    rows: first.rows + second.rows,
    columns: first.columns.map((column, at) => concatColumns(column, second.columns[at])),
    ids: [...first.ids, ...second.ids],
    times: join(first.times, second.times, doubles(first.rows + second.rows)),
    label: concatCodes(first.label, second.label),
    ...concatAnswers(first, second),
  };
}

/** The same column with its codes rewritten to `categories`; values outside them become missing. */
export function recode(column: CategoricalColumn, categories: readonly string[]): CategoricalColumn {
  if (column.categories === categories) return column;
  const position = new Map(categories.map((category, code) => [category, code]));
  const translate = Int32Array.from(column.categories, (category) => position.get(category) ?? -1);
  return {
    ...column,
    categories,
    codes: column.codes.map((code) => (code < 0 ? -1 : (translate[code] ?? -1))),
  };
}

function withAnswers(
  { answers }: Frame,
  said: (predicted: CategoricalColumn) => CategoricalColumn,
  numbers: (of: Float64Array) => Float64Array,
): Pick<Frame, 'answers'> {
  if (answers === undefined) return {};
  const { predicted, scores, shares } = answers;
  return {
    answers: {
      predicted: said(predicted),
      scores: scores && numbers(scores),
      ...(shares === undefined ? {} : { shares: shares.map(numbers) }),
    },
  };
}

function concatAnswers(first: Frame, second: Frame): Pick<Frame, 'answers'> {
  const [one, two] = [first.answers, second.answers];
  if (one === undefined && two === undefined) return {};
  if (one === undefined || two === undefined) throw new TypeError('only one of two frames has answers');
  const predicted = concatCodes(one.predicted, two.predicted);
  const rows = first.rows + second.rows;
  if (one.shares !== undefined && two.shares !== undefined) {
    const after = two.shares;
    const shares = one.shares.map((before, at) => join(before, after[at] ?? nothing(0), doubles(rows)));
    return { answers: { predicted, scores: null, shares } };
  }
  if (one.scores === null && two.scores === null) return { answers: { predicted, scores: null } };
  const [before, after] = [one.scores ?? nothing(first.rows), two.scores ?? nothing(second.rows)];
  const scores = join(before, after, doubles(rows));
  return { answers: { predicted, scores } };
}

function nothing(rows: number): Float64Array {
  return doubles(rows).fill(Number.NaN);
}

function selectColumn(column: Column, indices: Uint32Array): Column {
  if (column.kind === 'categorical') return selectCodes(column, indices);
  return { ...column, values: gather(column.values, indices, doubles(indices.length)) };
}

function selectCodes(column: CategoricalColumn, indices: Uint32Array): CategoricalColumn {
  return { ...column, codes: gather(column.codes, indices, codes(indices.length)) };
}

function gather<T extends Float64Array | Int32Array>(from: T, indices: Uint32Array, into: T): T {
  for (let at = 0; at < indices.length; at++) into[at] = from[indices[at] ?? 0] ?? 0;
  return into;
}

function join<T extends Float64Array | Int32Array>(first: T, second: T, into: T): T {
  into.set(first, 0);
  into.set(second, first.length);
  return into;
}

function concatColumns(first: Column, second: Column | undefined): Column {
  if (first.kind === 'numeric' && second?.kind === 'numeric') {
    const values = doubles(first.values.length + second.values.length);
    return { ...first, values: join(first.values, second.values, values) };
  }
  if (first.kind === 'categorical' && second?.kind === 'categorical') return concatCodes(first, second);
  throw new TypeError(`frames differ in column "${first.name}"`);
}

function concatCodes(first: CategoricalColumn, second: CategoricalColumn): CategoricalColumn {
  const known = new Set(first.categories);
  const added = second.categories.filter((category) => !known.has(category));
  const categories = added.length === 0 ? first.categories : [...first.categories, ...added];
  const both = codes(first.codes.length + second.codes.length);
  return { ...first, categories, codes: join(first.codes, recode(second, categories).codes, both) };
}
