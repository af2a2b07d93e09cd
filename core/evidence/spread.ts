// What the values of one feature are like in the reference and in a window: quantiles, shares, what is missing. Pure.
import type { Column } from '../frame/frame.ts';
import type { Spread } from '../full-report.ts';
import { type Cells, countCells } from '../stats/cells.ts';
import { quantileOf } from '../stats/quantile-edges.ts';
import { sortedFinite } from '../stats/sorted-sample.ts';
import type { ColumnProfile } from './profile.ts';

/** Quantiles of type 7, in twentieths. */
const twentieths = [1, 5, 10, 15, 19];
const mostCategories = 8;

/** `profile` of the reference, `column` of the window: the same feature. */
export function spreadOf(profile: ColumnProfile, column: Column): Spread {
  const [before, after] = [sharesOf(profile.counts), sharesOf(countCells(profile.cells, column))];
  return {
    missing: { before: before.at(-1) ?? 0, after: after.at(-1) ?? 0 },
    quantiles: column.kind === 'numeric' ? quantilesOf(profile.sorted, column.values) : [],
    shares: column.kind === 'categorical' ? categorySharesOf(profile.cells, { before, after }) : [],
  };
}

function quantilesOf(reference: Float64Array | null, values: Float64Array): Spread['quantiles'] {
  const now = sortedFinite(values).values;
  const quantile = (sorted: Float64Array | null, k: number) =>
    sorted === null || sorted.length === 0 ? null : quantileOf(sorted, k, 20);
  return twentieths.map((k) => ({ at: k / 20, before: quantile(reference, k), after: quantile(now, k) }));
}

function sharesOf(counts: Uint32Array): number[] {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  return Array.from(counts, (count) => count / Math.max(1, rows));
}

/** The cells are in the order of their share in the reference; what is too rare for a cell is in the last but one. */
function categorySharesOf(
  cells: Cells,
  { before, after }: { before: readonly number[]; after: readonly number[] },
): Spread['shares'] {
  const names = cells.kind === 'categories' ? cells.categories.slice(0, mostCategories) : [];
  const present = (shares: readonly number[]) => shares.slice(names.length, -1).reduce((a, b) => a + b, 0);
  const others = { category: null, before: present(before), after: present(after) };
  const shown = names.map((category, at) => ({
    category,
    before: before[at] as number,
    after: after[at] as number,
  }));
  return others.before + others.after === 0 ? shown : [...shown, others];
}
