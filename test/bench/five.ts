// The five statistics of a numeric column against a reference that is sorted, binned and counted once: what a check does
// with each column, without its tests and words. Pure.
import { type Cells, comparableCounts, countSorted, numericCells } from '../../core/stats/cells.ts';
import { chiSquare } from '../../core/stats/chi-square.ts';
import { jensenShannon } from '../../core/stats/jensen-shannon.ts';
import { kolmogorovSmirnov } from '../../core/stats/kolmogorov-smirnov.ts';
import { standardDeviation } from '../../core/stats/moments.ts';
import { psi } from '../../core/stats/psi.ts';
import { type Scratch, scratchFor } from '../../core/stats/radix-sort.ts';
import { sortedFinite } from '../../core/stats/sorted-sample.ts';
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

/** What columns are sorted in, one after the other, as a check does. */
export interface Room {
  readonly values: Float64Array;
  readonly scratch: Scratch;
}

export function roomFor(rows: number): Room {
  return { values: new Float64Array(rows), scratch: scratchFor(rows) };
}

/** NaN where a statistic has no value. */
export interface Five {
  readonly ks: number;
  readonly w1: number;
  readonly psi: number;
  readonly js: number;
  readonly chi2: number;
}

export function five(reference: Kept, column: Float64Array, { values, scratch }: Room): Five {
  const sample = sortedFinite(column, { room: (length) => values.subarray(0, length), scratch });
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
