// The one binning of a column: cells chosen from the reference window and frozen with it. Pure.
import { AppError } from '../errors.ts';
import type { CategoricalColumn, StatsColumn } from './column.ts';
import { quantileEdges } from './quantile-edges.ts';
import { type SortedSample, sortedFinite } from './sorted-sample.ts';
import { countBelow, countUpTo } from './sorted-search.ts';

/**
 * Plain, frozen and serialisable. Counts come in this order:
 * - quantiles: the cell of x is the number of edges <= x (edges + 1 cells);
 * - values and categories: one cell each, then Other;
 * - always last: the missing rows.
 */
export type Cells =
  | { readonly kind: 'quantiles'; readonly edges: readonly number[] }
  | { readonly kind: 'values'; readonly values: readonly number[] }
  | { readonly kind: 'categories'; readonly categories: readonly string[] };

/** Up to this many distinct numbers each have a cell of their own. */
const MAX_VALUES = 20;
const MAX_CATEGORIES = 50;
/** A category below this share of the non-missing reference rows goes into Other. */
const MIN_CATEGORY_SHARE = 0.01;
const BINS = 10;
/** With fewer non-missing reference rows than this, ten bins would be too thin. */
const ROWS_FOR_ALL_BINS = 500;
const FEW_BINS = 5;

/** Quantile cells of a reference with this many non-missing rows. */
export const quantileBins = (rows: number) => (rows < ROWS_FOR_ALL_BINS ? FEW_BINS : BINS);

/** Distinct values of a sorted sample, or null as soon as there are more than `MAX_VALUES`. */
function fewDistinct(sorted: Float64Array): number[] | null {
  const distinct: number[] = [];
  for (let at = 0; at < sorted.length; ) {
    if (distinct.length === MAX_VALUES) return null;
    const x = sorted[at] as number;
    distinct.push(x);
    at = countUpTo(sorted, x, at);
  }
  return distinct;
}

/** The cells of a reference sample of numbers. `bins` overrides the rule for the number of quantile cells. */
export function numericCells(sorted: Float64Array, bins?: number): Cells {
  const distinct = fewDistinct(sorted);
  if (distinct !== null) return Object.freeze({ kind: 'values', values: Object.freeze(distinct) });
  const rule = bins ?? quantileBins(sorted.length);
  const edges = separateHeavyValues(sorted, quantileEdges(sorted, rule), rule);
  return Object.freeze({ kind: 'quantiles', edges: Object.freeze(edges) });
}

/**
 * Gives a value that fills a whole quantile step a cell of its own, by an edge at the next larger value. Without it a
 * column of mostly zeros has one edge, one cell, and no drift that could be seen.
 */
function separateHeavyValues(sorted: Float64Array, edges: readonly number[], bins: number): number[] {
  return edges.flatMap((edge, at) => {
    const start = countBelow(sorted, edge, 0);
    const end = countUpTo(sorted, edge, start);
    const rows = end - start;
    const next = sorted[end];
    const heavy = rows > sorted.length / bins && next !== undefined && next !== edges[at + 1];
    return heavy ? [edge, next] : [edge];
  });
}

function unknownCode(code: number): AppError {
  return new AppError('invalid_input', `Category code ${code} is not in the column's dictionary.`);
}

/** Rows per category name; missing rows are left out. */
function categoryCounts({ codes, categories }: CategoricalColumn): Map<string, number> {
  const perCode = new Uint32Array(categories.length);
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row] as number;
    if (code < -1 || code >= categories.length) throw unknownCode(code);
    if (code >= 0) perCode[code] = (perCode[code] as number) + 1;
  }
  const counts = new Map<string, number>();
  categories.forEach((name, code) => {
    if (name !== '') counts.set(name, (counts.get(name) ?? 0) + (perCode[code] as number));
  });
  return counts;
}

/** Largest first and, among equals, by code unit: the order never depends on the dictionary's. */
function bySizeThenName([a, sizeA]: [string, number], [b, sizeB]: [string, number]): number {
  if (sizeA !== sizeB) return sizeB - sizeA;
  return a < b ? -1 : 1;
}

function categoryCells(column: CategoricalColumn): Cells {
  const counts = [...categoryCounts(column)];
  const rows = counts.reduce((sum, [, count]) => sum + count, 0);
  const common = counts.filter(([, count]) => count > 0 && count >= MIN_CATEGORY_SHARE * rows);
  const names = common.sort(bySizeThenName).map(([name]) => name);
  return Object.freeze({ kind: 'categories', categories: Object.freeze(names.slice(0, MAX_CATEGORIES)) });
}

/** The cells of a reference column. `bins` overrides the rule for the number of quantile cells. */
export function buildCells(reference: StatsColumn, bins?: number): Cells {
  return reference.kind === 'numeric'
    ? numericCells(sortedFinite(reference.values).values, bins)
    : categoryCells(reference);
}

/** One search per edge. */
function countQuantiles(edges: readonly number[], { values, missing }: SortedSample): Uint32Array {
  const counts = new Uint32Array(edges.length + 2);
  let below = 0;
  edges.forEach((edge, cell) => {
    const upTo = countBelow(values, edge, below);
    counts[cell] = upTo - below;
    below = upTo;
  });
  counts[edges.length] = values.length - below;
  counts[edges.length + 1] = missing;
  return counts;
}

/** Two searches per value. */
function countValues(known: readonly number[], { values, missing }: SortedSample): Uint32Array {
  const counts = new Uint32Array(known.length + 2);
  let upTo = 0;
  let found = 0;
  known.forEach((value, cell) => {
    const below = countBelow(values, value, upTo);
    upTo = countUpTo(values, value, below);
    counts[cell] = upTo - below;
    found += upTo - below;
  });
  counts[known.length] = values.length - found;
  counts[known.length + 1] = missing;
  return counts;
}

function countCategories(known: readonly string[], column: CategoricalColumn): Uint32Array {
  const counts = new Uint32Array(known.length + 2);
  const cellOf = new Map(known.map((name, cell) => [name, cell]));
  let counted = 0;
  for (const [name, count] of categoryCounts(column)) {
    const cell = cellOf.get(name) ?? known.length;
    counts[cell] = (counts[cell] as number) + count;
    counted += count;
  }
  counts[known.length + 1] = column.codes.length - counted;
  return counts;
}

/**
 * Rows per cell, in the order of `Cells`, the missing rows last: the counts sum to the number of rows. The column may
 * have another dictionary than the reference had, not another kind. Throws `invalid_input`.
 */
export function countCells(cells: Cells, column: StatsColumn): Uint32Array {
  if (column.kind === 'numeric') return countSorted(cells, sortedFinite(column.values));
  if (cells.kind === 'categories') return countCategories(cells.categories, column);
  throw unfit('categorical', cells);
}

/** The same of numbers that are sorted already, which makes it nearly free. Throws `invalid_input`. */
export function countSorted(cells: Cells, sample: SortedSample): Uint32Array {
  if (cells.kind === 'quantiles') return countQuantiles(cells.edges, sample);
  if (cells.kind === 'values') return countValues(cells.values, sample);
  throw unfit('numeric', cells);
}

function unfit(kind: StatsColumn['kind'], cells: Cells): AppError {
  return new AppError('invalid_input', `A ${kind} column does not fit cells of ${cells.kind}.`);
}

/** The two sides of a comparison of counts: without the missing cell when neither side has a missing row. */
export function comparableCounts(
  reference: Uint32Array,
  current: Uint32Array,
): readonly [reference: Uint32Array, current: Uint32Array] {
  const last = reference.length - 1;
  if (reference[last] !== 0 || current[last] !== 0) return [reference, current];
  return [reference.subarray(0, last), current.subarray(0, last)];
}
