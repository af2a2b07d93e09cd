import { describe, expect, it } from 'vitest';
import { benjaminiHochberg } from '../../../core/stats/benjamini-hochberg.ts';
import { buildCells, comparableCounts, countCells } from '../../../core/stats/cells.ts';
import { chiSquare } from '../../../core/stats/chi-square.ts';
import { dataScore } from '../../../core/stats/data-score.ts';
import { featureEffect } from '../../../core/stats/feature-effect.ts';
import { jensenShannon } from '../../../core/stats/jensen-shannon.ts';
import { kolmogorovSmirnov } from '../../../core/stats/kolmogorov-smirnov.ts';
import { ksPAsymptotic, ksPExact } from '../../../core/stats/ks-p-value.ts';
import { kullbackLeibler } from '../../../core/stats/kullback-leibler.ts';
import { mannWhitneyAuc } from '../../../core/stats/mann-whitney.ts';
import { psi } from '../../../core/stats/psi.ts';
import { quantileEdges } from '../../../core/stats/quantile-edges.ts';
import { sortedFinite } from '../../../core/stats/sorted-sample.ts';
import { chiSquareSf } from '../../../core/stats/special/chi-square-law.ts';
import { incompleteBeta } from '../../../core/stats/special/incomplete-beta.ts';
import { kolmogorovSf } from '../../../core/stats/special/kolmogorov-law.ts';
import { logGamma } from '../../../core/stats/special/log-gamma.ts';
import { normalCdf, normalQuantile, normalSf } from '../../../core/stats/special/normal-law.ts';
import { totalVariation } from '../../../core/stats/total-variation.ts';
import { wasserstein } from '../../../core/stats/wasserstein.ts';
import { casesOf, columnAt, countsAt, expectClose, numberAt, tuplesAt, type VectorCase } from './vectors.ts';

type Counts = readonly [reference: Uint32Array, current: Uint32Array];

function cellsOf(vector: VectorCase) {
  return buildCells({ kind: 'numeric', values: columnAt(vector, 'reference') }, vector.params?.bins);
}

/** Both windows on the reference's cells, the missing cell last. */
function binned(vector: VectorCase): Counts {
  const cells = cellsOf(vector);
  const count = (key: string) => countCells(cells, { kind: 'numeric', values: columnAt(vector, key) });
  return [count('reference'), count('current')];
}

function counts(vector: VectorCase): Counts {
  return [countsAt(vector, 'reference'), countsAt(vector, 'current')];
}

function samples(vector: VectorCase): readonly [Float64Array, Float64Array] {
  const sorted = (key: string) => sortedFinite(columnAt(vector, key)).values;
  return [sorted('reference'), sorted('current')];
}

function bothPsi([reference, current]: Counts) {
  return { jeffreys: psi(reference, current).value, epsilon1e4: psi(reference, current, 1e-4).value };
}

function binCounts(vector: VectorCase) {
  const [reference, current] = comparableCounts(...binned(vector));
  const kind = cellsOf(vector).kind === 'quantiles' ? 'quantile' : 'values+other';
  return { reference: [...reference], current: [...current], kind };
}

function ks(vector: VectorCase) {
  const { value, n, m } = kolmogorovSmirnov(...samples(vector));
  const statistic = value ?? Number.NaN;
  return {
    statistic,
    pExact: ksPExact(statistic, { n, m }),
    pKolmogorov: kolmogorovSf(Math.sqrt((n * m) / (n + m)) * statistic),
    pStephens: ksPAsymptotic(statistic, { n, m }),
  };
}

function w1(vector: VectorCase) {
  const { value } = wasserstein(...samples(vector));
  return { distance: value?.distance, normed: value?.normed, refStd: value?.referenceSd };
}

function effect(vector: VectorCase) {
  // The vectors are smaller than the product's minimum of 30 rows.
  const level = vector.params?.level ?? 0.95;
  return featureEffect(...binned(vector), { level, minimumRows: 1 }).value;
}

function score(vector: VectorCase) {
  return dataScore([...columnAt(vector, 'effects')], [...columnAt(vector, 'weights')]);
}

function adjusted(vector: VectorCase) {
  const values = benjaminiHochberg([...columnAt(vector, 'pValues')]);
  return { adjusted: values, rejectedAt0_05: values.map((p) => p <= 0.05) };
}

const at =
  (key: string, answer: (x: number) => number) =>
  (vector: VectorCase): number[] =>
    [...columnAt(vector, key)].map((x) => answer(x));

interface Adapter {
  readonly cases: number;
  readonly answer: (vector: VectorCase) => unknown;
}

const adapters: Record<string, Adapter> = {
  quantileEdges: {
    cases: 13,
    answer: (v) => quantileEdges(sortedFinite(columnAt(v, 'reference')).values, numberAt(v, 'bins')),
  },
  binCounts: { cases: 13, answer: binCounts },
  psi: { cases: 13, answer: (v) => bothPsi(comparableCounts(...binned(v))) },
  psiCounts: { cases: 10, answer: (v) => bothPsi(counts(v)) },
  klCounts: { cases: 10, answer: (v) => kullbackLeibler(...counts(v)).value },
  jensenShannon: { cases: 13, answer: (v) => jensenShannon(...comparableCounts(...binned(v))).value },
  jensenShannonCounts: { cases: 10, answer: (v) => jensenShannon(...counts(v)).value },
  totalVariation: { cases: 10, answer: (v) => totalVariation(...counts(v)).value },
  chiSquare: { cases: 10, answer: (v) => chiSquare(...counts(v)).value },
  ks: { cases: 13, answer: ks },
  wasserstein: { cases: 13, answer: w1 },
  mannWhitneyAuc: { cases: 13, answer: (v) => mannWhitneyAuc(...samples(v)).value },
  featureEffect: { cases: 6, answer: effect },
  dataDriftScore: { cases: 3, answer: score },
  benjaminiHochberg: { cases: 4, answer: adjusted },
  normalCdf: { cases: 1, answer: at('x', normalCdf) },
  normalSf: { cases: 1, answer: at('x', normalSf) },
  normalQuantile: { cases: 1, answer: at('p', normalQuantile) },
  logGamma: { cases: 1, answer: at('x', logGamma) },
  kolmogorovSf: { cases: 1, answer: at('x', kolmogorovSf) },
  chiSquareSf: {
    cases: 1,
    answer: (v) => tuplesAt(v, 'xDof').map(([x = 0, dof = 0]) => chiSquareSf(x, dof)),
  },
  regularizedIncompleteBeta: {
    cases: 1,
    answer: (v) => tuplesAt(v, 'abx').map(([a = 0, b = 0, x = 0]) => incompleteBeta(a, b, x)),
  },
};

describe('the statistics agree with the reference vectors', () => {
  for (const [fn, { cases, answer }] of Object.entries(adapters)) {
    const vectors = casesOf(fn);
    it(`${fn} has all its ${cases} cases`, () => expect(vectors).toHaveLength(cases));
    it.each(vectors)('$id', (vector) => expectClose(answer(vector), vector.expected, vector));
  }
});
