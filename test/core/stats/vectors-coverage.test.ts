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
    ...['regularizedIncompleteBeta', 'benjaminiHochberg'],
  ],
  'core/evaluation/vectors.test.ts': [
    ...['accuracyDrop', 'clopperPearsonUpper', 'mcnemar', 'rocAuc', 'logLoss'],
    ...['cbpe', 'isotonic', 'brier', 'ece'],
  ],
  'core/evaluation/paired-e-process.test.ts': ['pairedEProcess'],
  'core/evidence/bets/vectors.test.ts': ['binEDetector', 'meanEDetector'],
  'core/evidence/domain-classifier.test.ts': ['domainClassifierAuc'],
  'core/estimators/solver.test.ts': ['logisticRegression'],
  'bench/drift/detectors.test.ts': ['adwin', 'adwinRiver', 'ddm', 'hddmA', 'pageHinkley'],
  'bench/drift/statistics.test.ts': [
    ...['hellinger', 'lInfinity', 'gTest', 'cramersV', 'cramerVonMises', 'andersonDarling'],
    'pcaReconstruction',
  ],
};

describe('the reference vectors', () => {
  it('leave no function without a test', () => {
    const functions = new Set(allCases.map((vector) => vector.fn));
    expect([...functions].sort()).toEqual(Object.values(tested).flat().sort());
  });

  it.each(Object.entries(tested))(
    'are used by %s for each function it is said to test',
    (path, functions) => {
      const text = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
      for (const fn of functions) expect(text, fn).toMatch(new RegExp(`\\b${fn}\\b`));
    },
  );
});
