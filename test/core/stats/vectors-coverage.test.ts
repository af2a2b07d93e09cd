// Every function of the vectors file has a test: where, as data.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allCases } from './vectors.ts';

/** Test file (seen from test/) to the functions it holds against the vectors. */
const tested: Readonly<Record<string, readonly string[]>> = {
  'core/stats/vectors.test.ts': [
    ...['quantileEdges', 'binCounts', 'psi', 'psiCounts', 'klCounts', 'jensenShannon', 'jensenShannonCounts'],
    ...[
      'totalVariation',
      'chiSquare',
      'ks',
      'wasserstein',
      'mannWhitneyAuc',
      'featureEffect',
      'dataDriftScore',
    ],
    ...['normalCdf', 'normalSf', 'normalQuantile', 'logGamma', 'kolmogorovSf', 'chiSquareSf'],
    'regularizedIncompleteBeta',
  ],
  'core/evaluation/vectors.test.ts': ['accuracyDrop', 'clopperPearsonUpper', 'mcnemar', 'rocAuc', 'logLoss'],
  'core/estimators/solver.test.ts': ['logisticRegression'],
  'bench/drift/detectors.test.ts': ['adwin', 'adwinRiver', 'ddm', 'hddmA', 'pageHinkley'],
  'bench/drift/statistics.test.ts': [
    ...['hellinger', 'lInfinity', 'gTest', 'cramersV', 'cramerVonMises', 'andersonDarling'],
    'pcaReconstruction',
  ],
};

/** What the product does not have yet. */
const absent = [
  ...['binEDetector', 'meanEDetector', 'pairedEProcess'],
  ...['cbpe', 'isotonic', 'brier', 'ece', 'benjaminiHochberg', 'domainClassifierAuc'],
];

describe('the reference vectors', () => {
  it('leave no function without a test', () => {
    const known = [...Object.values(tested).flat(), ...absent].sort();
    expect([...new Set(allCases.map((vector) => vector.fn))].sort()).toEqual(known);
  });

  it.each(Object.entries(tested))(
    'are used by %s for each function it is said to test',
    (path, functions) => {
      const text = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
      for (const fn of functions) expect(text, fn).toMatch(new RegExp(`\\b${fn}\\b`));
    },
  );
});
