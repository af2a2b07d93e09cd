// A full report as a watch that drifts gets it, written by hand.
import type { FeatureStory, FullReport, ReportedColumn } from '../../../core/full-report.ts';
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
  reach: null,
  score: 0.47,
  threshold: 0.25,
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
  feature: null,
};

/** The same of the rows of a day, of which not all were read. */
export const dayRead: FullReport = { ...moved, reach: { span: '24h', cut: true }, windowRows: 100_000 };

/** A number of which more is missing than before, named by the newest check. */
export const priceStory: FeatureStory = {
  name: 'basket_value',
  missing: { before: 0.012, after: 0.034 },
  quantiles: [
    { at: 0.05, before: 12.5, after: 20.25 },
    { at: 0.5, before: 41, after: 67.123456 },
    { at: 0.95, before: 88, after: null },
  ],
  shares: [],
  causes: [
    {
      ...{ kind: 'feature', of: 'basket_value', share: 0.61 },
      ...{ since: { rows: 120, at: noon - 2 * minute }, before: 'mean 41.20', after: 'mean 67.85' },
    },
  ],
  lastDrifted: { check: 41, at: noon - minute },
  looked: 60,
};

/** A category that no check ever named. */
export const regionStory: FeatureStory = {
  ...priceStory,
  name: 'region',
  quantiles: [],
  shares: [
    { category: 'north', before: 0.31, after: 0.52 },
    { category: null, before: 0.69, after: 0.48 },
  ],
  causes: [],
  lastDrifted: null,
};
