// Frames to design matrices: standardised numbers, one-hot categories, a constant 1 last for the intercept. Pure.
import { AppError } from '../errors.ts';
import { type CategoricalColumn, type Column, type Feature, type Frame, recode } from '../frame/frame.ts';
import { rowsAtATime } from './rows.ts';

interface NumericEncoding {
  readonly kind: 'numeric';
  readonly name: string;
  /** Over the training values that are present. */
  readonly mean: number;
  /** Standard deviation (ddof 0); 0 = constant or never present, and then the column encodes as zeros. */
  readonly deviation: number;
}

interface CategoricalEncoding {
  readonly kind: 'categorical';
  readonly name: string;
  /** Categories with a column of their own, sorted; any other value encodes as zeros. */
  readonly categories: readonly string[];
  /** Share of the training rows in each of `categories`. */
  readonly shares: readonly number[];
}

type FeatureEncoding = NumericEncoding | CategoricalEncoding;

/** How each feature becomes columns, as plain JSON; one entry a feature, in schema order. */
export type Encoding = readonly FeatureEncoding[];

/** A column of ids would otherwise become one weight a row; the commonest categories carry nearly all the rest. */
const categoryLimit = 100;

/** In standard deviations, beyond any real value: keeps a weighted sum of extremes from becoming Infinity - Infinity. */
export const standardLimit = 1e9;

/**
 * Learns means, deviations and categories from every row of `train`.
 * @throws AppError `bad_data` when a feature is missing in `train` or of the other kind
 */
export function fitEncoding(train: Frame, features: readonly Feature[]): Encoding {
  const columns = columnsOf(train, features);
  return columns.map((column) =>
    column.kind === 'numeric'
      ? { kind: column.kind, name: column.name, ...momentsOf(column.values) }
      : { kind: column.kind, name: column.name, ...categoriesOf(column) },
  );
}

/** Columns of the design matrix, the constant one included. */
export function widthOf(encoding: Encoding): number {
  return encoding.reduce((width, feature) => width + columnsIn(feature), 1);
}

/** Columns of the design matrix that one feature takes. */
export function columnsIn(feature: FeatureEncoding): number {
  return feature.kind === 'numeric' ? 1 : feature.categories.length;
}

/** A readable name for each column of the design matrix: `age`, `city=Paris`, ..., `(intercept)`. */
export function columnNames(encoding: Encoding): string[] {
  const names = encoding.flatMap((feature) =>
    feature.kind === 'numeric'
      ? [feature.name]
      : feature.categories.map((category) => `${feature.name}=${category}`),
  );
  return [...names, '(intercept)'];
}

/** Writes rows `first` .. `first + count - 1` of a design matrix to the start of `design`. */
export type RowEncoder = (first: number, count: number, design: Float64Array) => void;

/**
 * Rows of the design matrix of `frame` as they are asked for, row-major, widthOf(encoding) entries each, every one finite.
 * Missing numbers become 0 (the training mean), missing and unseen categories zeros.
 * @throws AppError `bad_data` when a feature is missing in `frame` or of the other kind
 */
export function rowEncoder(frame: Frame, encoding: Encoding): RowEncoder {
  const width = widthOf(encoding);
  const columns = columnsOf(frame, encoding);
  let start = 0;
  const writers = encoding.map((feature, at) => {
    const column = columns[at];
    const place = { width, start };
    start += columnsIn(feature);
    if (column?.kind === 'numeric' && feature.kind === 'numeric')
      return numeric(column.values, feature, place);
    if (column?.kind === 'categorical' && feature.kind === 'categorical')
      return oneHot(column, feature, place);
    throw new TypeError(`column "${feature.name}" changed its kind`);
  });
  return (first, count, design) => {
    for (const write of writers) write(first, count, design);
    for (let row = 0, at = width - 1; row < count; row++, at += width) design[at] = 1;
  };
}

/**
 * The whole design matrix: frame.rows x widthOf(encoding). Filled some rows at a time, since a column of it is spread over
 * as many lines of memory as there are rows.
 * @throws AppError `bad_data` as `rowEncoder`
 */
export function encode(frame: Frame, encoding: Encoding): Float64Array {
  const width = widthOf(encoding);
  const write = rowEncoder(frame, encoding);
  const design = new Float64Array(frame.rows * width);
  const size = rowsAtATime(width);
  for (let first = 0; first < frame.rows; first += size) {
    const end = Math.min(frame.rows, first + size);
    write(first, end - first, design.subarray(first * width, end * width));
  }
  return design;
}

interface Place {
  readonly width: number;
  readonly start: number;
}

function numeric(
  values: Float64Array,
  { mean, deviation }: NumericEncoding,
  { width, start }: Place,
): RowEncoder {
  // A constant column has no deviation: divided by Infinity all is 0.
  const unit = deviation > 0 ? deviation : Number.POSITIVE_INFINITY;
  return (first, count, design) => {
    const end = first + count;
    for (let row = first, at = start; row < end; row++, at += width) {
      const standard = ((values[row] as number) - mean) / unit;
      design[at] = Math.abs(standard) <= standardLimit ? standard : unusual(values[row] as number, standard);
    }
  };
}

/** What is missing becomes 0, what is too far out the limit. */
export function unusual(value: number, standard: number): number {
  return Number.isFinite(value) && !Number.isNaN(standard) ? Math.sign(standard) * standardLimit : 0;
}

function oneHot(
  column: CategoricalColumn,
  feature: CategoricalEncoding,
  { width, start }: Place,
): RowEncoder {
  const { codes } = recode(column, feature.categories);
  const columns = columnsIn(feature);
  return (first, count, design) => {
    for (let row = first, at = start; row < first + count; row++, at += width) {
      design.fill(0, at, at + columns);
      const code = codes[row] as number;
      if (code >= 0) design[at + code] = 1;
    }
  };
}

function columnsOf(frame: Frame, features: readonly Feature[]): Column[] {
  const byName = new Map(frame.columns.map((column) => [column.name, column]));
  return features.map(({ name, kind }) => {
    const column = byName.get(name);
    if (column === undefined) throw new AppError('bad_data', `The rows have no column "${name}".`);
    if (column.kind === kind) return column;
    throw new AppError('bad_data', `Column "${name}" is ${column.kind}, but the model expects it ${kind}.`);
  });
}

/**
 * Mean and standard deviation of the finite values, summed from the first one so that a constant has deviation 0 exactly.
 * Two passes: squares of what is far from its mean would cancel.
 */
function momentsOf(values: Float64Array): { mean: number; deviation: number } {
  const origin = values.find(Number.isFinite) ?? 0;
  let count = 0;
  let sum = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    if (!Number.isFinite(value)) continue;
    count++;
    sum += value - origin;
  }
  if (count === 0) return { mean: 0, deviation: 0 };
  const offset = sum / count;
  let squares = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    if (Number.isFinite(value)) squares += (value - origin - offset) ** 2;
  }
  const deviation = Math.sqrt(squares / count);
  // Values so far apart that their squares overflow cannot be put on a common scale.
  return Number.isFinite(deviation) ? { mean: origin + offset, deviation } : { mean: 0, deviation: 0 };
}

function categoriesOf(column: CategoricalColumn): { categories: string[]; shares: number[] } {
  const counts = new Float64Array(column.categories.length);
  for (const code of column.codes) if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  const seen = column.categories.map((name, code) => ({ name, count: counts[code] ?? 0 }));
  const kept = seen
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count || compare(one.name, other.name))
    .slice(0, categoryLimit)
    .sort((one, other) => compare(one.name, other.name));
  return {
    categories: kept.map(({ name }) => name),
    shares: kept.map(({ count }) => count / column.codes.length),
  };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
