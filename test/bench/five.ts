// The five statistics of a numeric column against a reference that is sorted, binned and counted once: what a check does
// with each column, without its tests and words. Pure.
import { type Cells, comparableCounts, countSorted, numericCells } from '../../core/stats/cells.ts';
import { chiSquare } from '../../core/stats/chi-square.ts';
import { jensenShannon } from '../../core/stats/jensen-shannon.ts';
import { kolmogorovSmirnov } from '../../core/stats/kolmogorov-smirnov.ts';
import { standardDeviation } from '../../core/stats/moments.ts';
import { psi } from '../../core/stats/psi.ts';
import { sortedFinite } from '../../core/stats/sorted-sample.ts';
import type { Sorter } from '../../core/stats/sorter.ts';
import { wasserstein } from '../../core/stats/wasserstein.ts';

export interface Kept {
  readonly sorted: Float64Array;
  readonly standardDeviation: number | null;
  readonly cells: Cells;
  readonly counts: Uint32Array;
}

export function keep(values: Float64Array): Kept {
  const sample = sortedFinite(values);
  const cells = numericCells(sample.values);
  const counts = countSorted(cells, sample);
  return { sorted: sample.values, standardDeviation: standardDeviation(sample.values), cells, counts };
}

/** NaN where a statistic has no value. */
export interface Five {
  readonly ks: number;
  readonly w1: number;
  readonly psi: number;
  readonly js: number;
  readonly chi2: number;
}

export function five(reference: Kept, column: Float64Array, sorter: Sorter): Five {
  const sample = sortedFinite(column, sorter);
  const counts = comparableCounts(reference.counts, countSorted(reference.cells, sample));
  const moved = wasserstein(reference.sorted, sample.values, reference.standardDeviation);
  return {
    ks: kolmogorovSmirnov(reference.sorted, sample.values).value ?? Number.NaN,
    w1: moved.value?.distance ?? Number.NaN,
    psi: psi(...counts).value ?? Number.NaN,
    js: jensenShannon(...counts).value ?? Number.NaN,
    chi2: chiSquare(...counts).value?.statistic ?? Number.NaN,
  };
}
