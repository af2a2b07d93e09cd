// A full report as a watch that drifts gets it, written by hand.
import type { FullReport, ReportedColumn } from '../../../core/drift.ts';
import { feature } from './measured.ts';
import { minute, noon } from './moments.ts';

/** A column that did not move, but for the facts given. */
export function column(name: string, facts: Partial<ReportedColumn>): ReportedColumn {
  const { drifted: _, ...compared } = feature(name, {});
  const chance = { jensenShannonFloor: 0.06, wassersteinByChance: 0.05, trimmedWasserstein: 0.07 };
  return { ...compared, ...chance, adjustedP: 0.52, ...facts };
}

const price = column('basket_value', {
  effect: 0.62,
  jensenShannon: 0.64,
  psi: 2.1,
  ks: 0.48,
  wasserstein: 1.31,
  trimmedWasserstein: 1.2,
  adjustedP: 9.3e-21,
  before: 'mean 41.20',
  after: 'mean 67.85',
});
const region = column('region', {
  kind: 'categorical',
  effect: 0.31,
  ks: null,
  wasserstein: null,
  wassersteinByChance: null,
  trimmedWasserstein: null,
  adjustedP: 2.4e-8,
  before: 'north 31 %',
  after: 'north 52 %',
});
const prediction = column('prediction', { kind: 'prediction', effect: 0.2, adjustedP: 0.0004 });

/** Three of four columns moved, and accuracy fell. */
export const moved: FullReport = {
  watch: 'demo',
  version: 3,
  at: noon,
  rowsUntil: noon - minute,
  windowRows: 500,
  referenceRows: 20_000,
  features: [price, region, column('age', {})],
  prediction,
  domain: {
    auc: 0.7134,
    band: [0.463, 0.537],
    beyondChance: true,
    score: 0.4268,
    leansOn: ['basket_value', 'region', 'age', 'visits'].map((name, at) => ({ name, share: (4 - at) / 10 })),
  },
  attribution: {
    towards: 'yes',
    change: 0.421,
    features: [
      { name: 'basket_value', change: 0.402 },
      { name: 'region', change: -0.051 },
      { name: 'age', change: 0.001 },
      { name: 'visits', change: 0 },
    ],
  },
  accuracy: {
    before: { accuracy: 0.874, rows: 1_000 },
    estimated: {
      accuracy: 0.851,
      standardDeviation: 0.016,
      rows: 500,
      f1: 0.84,
      auc: 0.91,
      outside: 0.062,
    },
    measured: { accuracy: 0.79, rows: 200, interval: [0.728, 0.841] },
  },
};
