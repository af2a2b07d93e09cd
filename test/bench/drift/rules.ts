// What the default rules of other tools say of one check: a fixed distance or a p-value per column. Pure.
import { countSorted, numericCells } from '../../../core/stats/cells.ts';
import { chiSquare } from '../../../core/stats/chi-square.ts';
import { jensenShannon } from '../../../core/stats/jensen-shannon.ts';
import { kolmogorovSmirnov } from '../../../core/stats/kolmogorov-smirnov.ts';
import { ksPAsymptotic } from '../../../core/stats/ks-p-value.ts';
import { psi } from '../../../core/stats/psi.ts';
import { sortedFinite } from '../../../core/stats/sorted-sample.ts';
import { wasserstein } from '../../../core/stats/wasserstein.ts';
import { andersonDarling } from './statistics/anderson-darling.ts';
import { cramerVonMises } from './statistics/cramer-von-mises.ts';
import { cramersV } from './statistics/cramers-v.ts';
import { gTest } from './statistics/g-test.ts';
import { hellinger } from './statistics/hellinger.ts';
import { lInfinity } from './statistics/l-infinity.ts';

/** One column of the reference and of the rows of now, sorted, and both counted on the reference's ten cells. */
export interface Compared {
  readonly reference: Float64Array;
  readonly current: Float64Array;
  readonly counts: readonly [reference: Uint32Array, current: Uint32Array];
}

export interface Rule {
  readonly name: string;
  /** Share of the columns from which the check counts as drift; 0 = one is enough. */
  readonly columns: number;
  readonly flags: (column: Compared) => boolean;
}

const any = 0;
const half = 0.5;
/** At 5 %, of the standardised statistic for two samples (Scholz and Stephens 1987, table 1, interpolated for m = 1). */
const andersonDarlingCritical = 1.961;

const ksP = ({ reference, current }: Compared): number => {
  const { value, n, m } = kolmogorovSmirnov(reference, current);
  return value === null ? 1 : ksPAsymptotic(value, { n, m });
};
const w1 = ({ reference, current }: Compared) => wasserstein(reference, current).value?.normed ?? 0;
/** With the natural logarithm, as Evidently has it; ours has base 2. */
const jsNatural = ({ counts }: Compared) => Math.sqrt(Math.LN2) * (jensenShannon(...counts).value ?? 0);

export const rules: readonly Rule[] = [
  { name: 'Evidently: W1 / sd >= 0.1, half of the columns', columns: half, flags: (c) => w1(c) >= 0.1 },
  { name: 'Evidently, columns: W1 / sd >= 0.1', columns: any, flags: (c) => w1(c) >= 0.1 },
  { name: 'Evidently, categories: JS >= 0.1', columns: any, flags: (c) => jsNatural(c) >= 0.1 },
  { name: 'KS p < 0.05', columns: any, flags: (c) => ksP(c) < 0.05 },
  { name: 'PSI >= 0.1', columns: any, flags: ({ counts }) => (psi(...counts).value ?? 0) >= 0.1 },
  { name: 'PSI >= 0.25', columns: any, flags: ({ counts }) => (psi(...counts).value ?? 0) >= 0.25 },
  {
    name: 'deepchecks: KS >= 0.2',
    columns: any,
    flags: ({ reference, current }) => (kolmogorovSmirnov(reference, current).value ?? 0) >= 0.2,
  },
  {
    name: "deepchecks, categories: Cramer's V >= 0.2",
    columns: any,
    flags: ({ counts }) => cramersV(...counts).vCorrected >= 0.2,
  },
  { name: 'whylogs: Hellinger >= 0.15', columns: any, flags: ({ counts }) => hellinger(...counts) >= 0.15 },
  { name: 'SageMaker: L-infinity >= 0.1', columns: any, flags: ({ counts }) => lInfinity(...counts) >= 0.1 },
  {
    name: 'chi-square p < 0.05',
    columns: any,
    flags: ({ counts }) => (chiSquare(...counts).value?.pValue ?? 1) < 0.05,
  },
  { name: 'G p < 0.05', columns: any, flags: ({ counts }) => gTest(...counts).pValue < 0.05 },
  {
    name: 'Cramer-von Mises p < 0.05',
    columns: any,
    flags: ({ reference, current }) => cramerVonMises(reference, current).pAsymptotic < 0.05,
  },
  {
    name: 'Anderson-Darling p < 0.05',
    columns: any,
    flags: ({ reference, current }) => andersonDarling(reference, current) >= andersonDarlingCritical,
  },
];

/** Compares the rows of now with a reference that is sorted and counted once. */
export function comparerOf(reference: Float64Array): (current: Float64Array) => Compared {
  const sample = sortedFinite(reference);
  const sorted = sample.values.slice();
  const cells = numericCells(sorted, 10);
  const counts = countSorted(cells, sample);
  return (rows) => {
    const current = sortedFinite(rows);
    return {
      reference: sorted,
      current: current.values.slice(),
      counts: [counts, countSorted(cells, current)],
    };
  };
}

/** Whether a check is drift by a rule. */
export function drifted({ columns, flags }: Rule, compared: readonly Compared[]): boolean {
  const flagged = compared.filter(flags).length;
  return flagged > 0 && flagged >= columns * compared.length;
}
