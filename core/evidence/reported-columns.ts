// The columns of a full report: a check's comparison of each, how much of it is chance, and p-values for all at once. Pure.

import type { Column } from '../frame/frame.ts';
import type { ReportedColumn } from '../full-report.ts';
import { benjaminiHochberg } from '../stats/benjamini-hochberg.ts';
import { featureEffect } from '../stats/feature-effect.ts';
import { type Sorter, sorterFor } from '../stats/sorter.ts';
import { trimmedWasserstein, wassersteinByChance } from '../stats/trimmed-wasserstein.ts';
import { compareColumn, countedOn, minimumRows } from './compare.ts';
import type { ColumnProfile } from './profile.ts';

type Unadjusted = Omit<ReportedColumn, 'adjustedP'>;

/** Compares columns one by one with their references, both in the same order, the prediction last. */
export function reportColumns(
  references: readonly ColumnProfile[],
  columns: readonly Column[],
): ReportedColumn[] {
  const sorters = columns.map((column) => (column.kind === 'numeric' ? column.values.length : 0));
  const sorter = sorterFor(Math.max(0, ...sorters));
  const compared = references.flatMap((reference, at) => {
    const column = columns[at];
    if (column === undefined) return [];
    const kind = at === references.length - 1 ? 'prediction' : column.kind;
    return [reportColumn(reference, column, { kind, sorter })];
  });
  return adjusted(compared);
}

interface Looking {
  readonly kind: ReportedColumn['kind'];
  readonly sorter: Sorter;
}

/** A check's comparison of the column, and how much of each distance is chance. */
function reportColumn(reference: ColumnProfile, column: Column, { kind, sorter }: Looking): Unadjusted {
  const { drifted: _, ...compared } = compareColumn(reference, column, { kind, sorter });
  const { sorted, counts } = countedOn(reference.cells, column, sorter);
  const floor = featureEffect(reference.counts, counts, { minimumRows }).value?.floor ?? null;
  const unknown = { wassersteinByChance: null, trimmedWasserstein: null };
  const distances = compared.wasserstein === null || sorted === null ? unknown : byChance(reference, sorted);
  return { ...compared, jensenShannonFloor: floor, ...distances };
}

function byChance({ sorted: reference, standardDeviation }: ColumnProfile, current: Float64Array) {
  if (reference === null) return { wassersteinByChance: null, trimmedWasserstein: null };
  const unit = standardDeviation || 1;
  return {
    wassersteinByChance: wassersteinByChance(reference, current.length) / unit,
    trimmedWasserstein: trimmedWasserstein(reference, current).value?.normed ?? null,
  };
}

function adjusted(columns: readonly Unadjusted[]): ReportedColumn[] {
  const tested = columns.flatMap(({ p }, at) => (p === null ? [] : [[at, p] as const]));
  const values = benjaminiHochberg(tested.map(([, p]) => p));
  const byColumn = new Map(tested.map(([at], test) => [at, values[test]]));
  return columns.map((column, at) => ({ ...column, adjustedP: byColumn.get(at) ?? null }));
}

/** Smallest adjusted p first, among equals the largest effect; without a p last. */
export function byProof(one: ReportedColumn, other: ReportedColumn): number {
  const [first, second] = [one.adjustedP ?? 2, other.adjustedP ?? 2];
  return first === second ? (other.effect ?? -1) - (one.effect ?? -1) : first - second;
}
