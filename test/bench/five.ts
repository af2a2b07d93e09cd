// The five statistics of a numeric column against a reference that is sorted, binned and counted once. Pure.
import { buildCells, type Cells, comparableCounts, countCells } from '../../core/stats/cells.ts';
import { chiSquare } from '../../core/stats/chi-square.ts';
import { jensenShannon } from '../../core/stats/jensen-shannon.ts';
import { kolmogorovSmirnov } from '../../core/stats/kolmogorov-smirnov.ts';
import { psi } from '../../core/stats/psi.ts';
import { sortedFinite } from '../../core/stats/sorted-sample.ts';
import { wasserstein } from '../../core/stats/wasserstein.ts';

export interface Kept {
  readonly sorted: Float64Array;
  readonly cells: Cells;
  readonly counts: Uint32Array;
}

export function keep(values: Float64Array): Kept {
  const column = { kind: 'numeric', values } as const;
  const cells = buildCells(column);
  return { sorted: sortedFinite(values).values, cells, counts: countCells(cells, column) };
}

/** NaN where a statistic has no value. */
export interface Five {
  readonly ks: number;
  readonly w1: number;
  readonly psi: number;
  readonly js: number;
  readonly chi2: number;
}

export function five(reference: Kept, values: Float64Array): Five {
  const { values: sorted } = sortedFinite(values);
  const counts = comparableCounts(reference.counts, countCells(reference.cells, { kind: 'numeric', values }));
  return {
    ks: kolmogorovSmirnov(reference.sorted, sorted).value ?? Number.NaN,
    w1: wasserstein(reference.sorted, sorted).value?.distance ?? Number.NaN,
    psi: psi(...counts).value ?? Number.NaN,
    js: jensenShannon(...counts).value ?? Number.NaN,
    chi2: chiSquare(...counts).value?.statistic ?? Number.NaN,
  };
}
