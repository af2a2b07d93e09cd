// What the domain classifier sees of rows: standardised numbers, categories, missing values, and their products. Pure.
import type { Column, Frame } from '../frame/frame.ts';
import type { ColumnProfile } from './profile.ts';

/** A column of the design and the features (positions in the profile) it is made of: one, or two for a product. */
export interface DesignColumn {
  readonly features: readonly number[];
  readonly values: Float64Array;
}

/** With more columns than this their products would be too many. */
const columnsWithProducts = 12;
/** Standard deviations: a single far value must not become the scale of its square. */
const furthest = 10;
/** Columns that categories may take in all; the rarest of each feature share one. */
const mostCategories = 200;

/**
 * Columns of the rows of `frames`, one frame after the other. What is the same in every row is left out. `profiles` are of
 * the reference, in the order of the frames' columns.
 */
export function designOf(profiles: readonly ColumnProfile[], frames: readonly Frame[]): DesignColumn[] {
  const categorical = profiles.filter(({ kind }) => kind === 'categorical').length;
  const categories = Math.max(1, Math.floor(mostCategories / Math.max(1, categorical)));
  return profiles.flatMap((profile, at) => {
    const parts = frames.map(({ columns }) => columns[at]).filter((column) => column !== undefined);
    const values =
      profile.kind === 'numeric' ? standardised(profile, parts) : oneHot(profile, parts, categories);
    return values.filter(varies).map((column) => ({ features: [at], values: column }));
  });
}

/**
 * With squares and pairwise products while there are few columns: without them a change of spread or of correlation is
 * invisible to a linear classifier.
 */
export function withProducts(columns: readonly DesignColumn[]): DesignColumn[] {
  if (columns.length > columnsWithProducts) return [...columns];
  const products = columns.flatMap((one, at) => columns.slice(at).map((other) => product(one, other)));
  return [...columns, ...products.filter(({ values }) => varies(values))];
}

function product(one: DesignColumn, other: DesignColumn): DesignColumn {
  const values = one.values.map((value, row) => value * (other.values[row] as number));
  return { features: [...one.features, ...other.features], values };
}

function varies(values: Float64Array): boolean {
  return values.some((value) => value !== values[0]);
}

/** By mean and standard deviation of the reference, and whether the value is missing. */
function standardised({ mean, standardDeviation }: ColumnProfile, parts: readonly Column[]): Float64Array[] {
  const raw = parts.flatMap((column) => (column.kind === 'numeric' ? [column.values] : []));
  const center = mean ?? 0;
  // A constant reference has no unit of its own.
  const unit = standardDeviation || Math.max(Math.abs(center), 1);
  const standard = (x: number) => Math.min(furthest, Math.max(-furthest, (x - center) / unit));
  return [
    joined(raw.map((values) => values.map((x) => (Number.isFinite(x) ? standard(x) : 0)))),
    joined(raw.map((values) => values.map((x) => Number(!Number.isFinite(x))))),
  ];
}

/** One column a category of the reference, one for all others, one for missing. */
function oneHot({ cells }: ColumnProfile, parts: readonly Column[], most: number): Float64Array[] {
  const known = cells.kind === 'categories' ? cells.categories.slice(0, most) : [];
  const place = new Map(known.map((name, at) => [name, at]));
  const missing = known.length + 1;
  const codes = parts.flatMap((column) => {
    if (column.kind !== 'categorical') return [];
    const places = column.categories.map((name) =>
      name === '' ? missing : (place.get(name) ?? known.length),
    );
    return [Float64Array.from(column.codes, (code) => places[code] ?? missing)];
  });
  const all = joined(codes);
  return Array.from({ length: known.length + 2 }, (_, at) => all.map((code) => Number(code === at)));
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let start = 0;
  for (const part of parts) {
    all.set(part, start);
    start += part.length;
  }
  return all;
}
