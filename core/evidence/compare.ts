// One column of the current window against its reference profile: effect, distances, p-value, and words. Pure.
import type { FeatureDrift } from '../drift.ts';
import type { Column } from '../frame/frame.ts';
import { type Cells, comparableCounts, countCells } from '../stats/cells.ts';
import { chiSquare } from '../stats/chi-square.ts';
import { featureEffect } from '../stats/feature-effect.ts';
import { kolmogorovSmirnov } from '../stats/kolmogorov-smirnov.ts';
import { ksPAsymptotic } from '../stats/ks-p-value.ts';
import { psi } from '../stats/psi.ts';
import { poolSmallCells } from '../stats/small-cells.ts';
import { sortedFinite } from '../stats/sorted-sample.ts';
import { wasserstein } from '../stats/wasserstein.ts';
import { type ColumnProfile, meanOf } from './profile.ts';

/** Non-missing rows both windows need before anything is said about a column (drift.md 3.0). */
export const minimumRows = 30;

/** Compares one column; `level` is the p-value below which drift is proven. */
export function compareColumn(
  reference: ColumnProfile,
  current: Column,
  { level, kind }: { level: number; kind: FeatureDrift['kind'] },
): FeatureDrift {
  const counts = countCells(reference.cells, current);
  const sorted = current.kind === 'numeric' ? sortedFinite(current.values).values : null;
  const effect = featureEffect(reference.counts, counts, { minimumRows });
  const enough = effect.status === 'ok' || effect.status === 'constant';
  const tested = enough ? test(reference, sorted, counts) : noTest;
  return {
    name: current.name,
    kind,
    effect: effect.status === 'constant' ? 0 : (effect.value?.effect ?? null),
    jensenShannon: effect.value?.js ?? null,
    psi: enough ? psi(...comparableCounts(reference.counts, counts)).value : null,
    ...tested,
    drifted: tested.p !== null && tested.p < level,
    ...words(reference, sorted, counts),
  };
}

interface Test {
  readonly ks: number | null;
  readonly wasserstein: number | null;
  readonly p: number | null;
}

const noTest: Test = { ks: null, wasserstein: null, p: null };

/** Numbers by Kolmogorov-Smirnov, and by their missing share too; categories by chi-square. */
function test(reference: ColumnProfile, sorted: Float64Array | null, counts: Uint32Array): Test {
  if (reference.sorted === null || sorted === null) {
    return { ...noTest, p: cellTest(reference.counts, counts) };
  }
  const ks = kolmogorovSmirnov(reference.sorted, sorted);
  const distance = wasserstein(reference.sorted, sorted);
  const missing = missingTest(reference.counts, counts);
  // Asymptotic: levels here are far below where the exact lattice is computed without cancellation.
  const values =
    ks.value === null ? null : ksPAsymptotic(ks.value, { n: reference.sorted.length, m: sorted.length });
  return { ks: ks.value, wasserstein: distance.value?.normed ?? null, p: eitherOf(values, missing) };
}

function cellTest(reference: Uint32Array, current: Uint32Array): number | null {
  return chiSquare(...poolSmallCells(...comparableCounts(reference, current))).value?.pValue ?? null;
}

/** Nulls that appear or vanish are drift too: the last cell counts the missing rows. */
function missingTest(reference: Uint32Array, current: Uint32Array): number | null {
  const split = (counts: Uint32Array) => {
    const missing = counts.at(-1) ?? 0;
    return Uint32Array.of(counts.reduce((sum, count) => sum + count, 0) - missing, missing);
  };
  const before = split(reference);
  const after = split(current);
  if (before[1] === 0 && after[1] === 0) return null;
  return chiSquare(...poolSmallCells(before, after)).value?.pValue ?? null;
}

/** Two tests of one column: the smaller p, doubled (Bonferroni). */
function eitherOf(first: number | null, second: number | null): number | null {
  if (first === null || second === null) return first ?? second;
  return Math.min(1, 2 * Math.min(first, second));
}

/** What a person reads: the mean of a number, the share of the category that moved most. */
function words(
  reference: ColumnProfile,
  sorted: Float64Array | null,
  counts: Uint32Array,
): { before: string; after: string } {
  if (sorted !== null) {
    return {
      before: `mean ${short(reference.mean)}`,
      after: `mean ${short(meanOf(sorted))}`,
    };
  }
  const before = sharesOf(reference.counts);
  const after = sharesOf(counts);
  let most = 0;
  for (let cell = 1; cell < before.length; cell++) {
    if (Math.abs(at(after, cell) - at(before, cell)) > Math.abs(at(after, most) - at(before, most)))
      most = cell;
  }
  const name = cellName(reference.cells, most);
  return { before: `${name} ${percent(at(before, most))}`, after: `${name} ${percent(at(after, most))}` };
}

const at = (shares: readonly number[], cell: number) => shares[cell] ?? 0;
const percent = (share: number) => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;

function cellName(cells: Cells, cell: number): string {
  const names = cells.kind === 'categories' ? cells.categories : [];
  if (cell < names.length) return names[cell] ?? '';
  return cell === names.length ? 'other' : 'missing';
}

function sharesOf(counts: Uint32Array): number[] {
  const total = Math.max(
    1,
    counts.reduce((sum, count) => sum + count, 0),
  );
  return Array.from(counts, (count) => count / total);
}

function short(value: number | null): string {
  return value === null ? 'unknown (all missing)' : String(Number(value.toPrecision(3)));
}
