// One column of the current window against its reference profile: effect, distances, p-value, and words. Pure.
import type { FeatureDrift } from '../drift.ts';
import type { Column } from '../frame/frame.ts';
import { type Cells, comparableCounts, countCells, countSorted } from '../stats/cells.ts';
import { type FeatureEffect, featureEffect } from '../stats/feature-effect.ts';
import { cellsDiffer, fisherDiffer } from '../stats/fisher-exact.ts';
import { kolmogorovSmirnov } from '../stats/kolmogorov-smirnov.ts';
import { ksPAsymptotic } from '../stats/ks-p-value.ts';
import type { Measure } from '../stats/measure.ts';
import { meanOf } from '../stats/moments.ts';
import { psi } from '../stats/psi.ts';
import { sortedFinite } from '../stats/sorted-sample.ts';
import type { Sorter } from '../stats/sorter.ts';
import { wasserstein } from '../stats/wasserstein.ts';
import type { ColumnProfile } from './profile.ts';

/** Non-missing rows both windows need before anything is said about a column. */
export const minimumRows = 30;

interface Question {
  readonly kind: FeatureDrift['kind'];
  /** For the rows of the window. */
  readonly sorter: Sorter;
}

/** Compares one column. */
export function compareColumn(
  reference: ColumnProfile,
  current: Column,
  { kind, sorter }: Question,
): FeatureDrift {
  const { sorted, counts } = countedOn(reference.cells, current, sorter);
  const { effect, ...test } = measured(reference, sorted, counts);
  return {
    name: current.name,
    kind,
    effect: effect.status === 'constant' ? 0 : (effect.value?.effect ?? null),
    jensenShannon: effect.value?.js ?? null,
    ...test,
    drifted: false,
    ...words(reference, sorted, counts),
  };
}

/** Numbers are sorted once; everything else is read off the sorted values. */
export function countedOn(
  cells: Cells,
  current: Column,
  sorter: Sorter,
): { sorted: Float64Array | null; counts: Uint32Array } {
  if (current.kind === 'categorical') return { sorted: null, counts: countCells(cells, current) };
  const sample = sortedFinite(current.values, sorter);
  return { sorted: sample.values, counts: countSorted(cells, sample) };
}

interface Test {
  readonly ks: number | null;
  readonly wasserstein: number | null;
  readonly p: number | null;
}

const noTest: Test = { ks: null, wasserstein: null, p: null };

interface Measured extends Test {
  readonly effect: Measure<FeatureEffect>;
  readonly psi: number | null;
}

/** By the values where both windows have enough of them, else by whether there are values at all. */
function measured(reference: ColumnProfile, sorted: Float64Array | null, counts: Uint32Array): Measured {
  const effect = featureEffect(reference.counts, counts, { minimumRows });
  if (effect.status === 'ok' || effect.status === 'constant') {
    const distance = psi(...comparableCounts(reference.counts, counts)).value;
    return { effect, psi: distance, ...testOf(reference, sorted, counts) };
  }
  const presence = featureEffect(presenceCells(reference.counts), presenceCells(counts), { minimumRows });
  const p = presence.value === null ? null : missingTest(reference.counts, counts);
  return { effect: presence, psi: null, ...noTest, p };
}

/**
 * Numbers by Kolmogorov-Smirnov, and by their missing share too; categories by the exact test of every share, and so the
 * few values that some numbers have: with ties Kolmogorov-Smirnov is blunt, of 108 ones in 1,000 and 106 in 500 it has
 * p = 0.001 where exactly it is 2e-7. At a level of one in 100,000 chi-square is wrong by orders of magnitude for rare cells.
 */
function testOf(reference: ColumnProfile, sorted: Float64Array | null, counts: Uint32Array): Test {
  if (reference.sorted === null || sorted === null) {
    return { ...noTest, p: cellsDiffer(reference.counts, counts) };
  }
  const ks = kolmogorovSmirnov(reference.sorted, sorted);
  const distance = wasserstein(reference.sorted, sorted, reference.standardDeviation);
  const others =
    reference.cells.kind === 'values'
      ? cellsDiffer(reference.counts, counts)
      : missingTest(reference.counts, counts);
  // Asymptotic: levels here are far below where the exact lattice is computed without cancellation.
  const values =
    ks.value === null ? null : ksPAsymptotic(ks.value, { n: reference.sorted.length, m: sorted.length });
  return { ks: ks.value, wasserstein: distance.value?.normed ?? null, p: eitherOf(values, others) };
}

/** Nulls that appear or vanish are drift too. */
function missingTest(reference: Uint32Array, current: Uint32Array): number | null {
  const before = missingOf(reference);
  const after = missingOf(current);
  return before.hits === 0 && after.hits === 0 ? null : fisherDiffer(before, after);
}

/** The last cell counts the missing rows. */
function missingOf(counts: Uint32Array): { hits: number; rows: number } {
  return { hits: counts.at(-1) ?? 0, rows: counts.reduce((sum, count) => sum + count, 0) };
}

/** Cells "there" and "not there"; the last one, of rows missing from these two, is empty. */
function presenceCells(counts: Uint32Array): Uint32Array {
  const { hits, rows } = missingOf(counts);
  return Uint32Array.of(rows - hits, hits, 0);
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
/** "3.1 %", "31 %". */
export const percent = (share: number) => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;

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
