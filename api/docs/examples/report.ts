// An example of a drift report and of what it leads to: baskets of a shop grew after its prices were raised.
import type { DriftReport, FeatureDrift, Prospect } from '../../../core/drift.ts';
import type { FullReport, ReportedColumn } from '../../../core/full-report.ts';
import { minute, noon } from './moments.ts';

const basket: FeatureDrift = {
  name: 'basket_value',
  kind: 'numeric',
  effect: 0.41,
  jensenShannon: 0.44,
  psi: 0.83,
  ks: 0.37,
  wasserstein: 0.92,
  p: 0.00000021,
  drifted: true,
  before: 'mean 41.2',
  after: 'mean 58.9',
};

export const driftReport: DriftReport = {
  watch: 'shop',
  key: 'shop:118',
  number: 118,
  at: noon,
  rowsUntil: noon - minute,
  version: 3,
  mode: 'full',
  verdict: 'drift',
  grade: 'large',
  score: 0.34,
  threshold: 0.25,
  dataScore: 0.34,
  skillScore: null,
  newRows: 50,
  windowRows: 500,
  referenceRows: 2_000,
  evidence: {
    log: 9.4,
    bar: 8.5,
    suspicion: 9.4,
    causes: [
      {
        kind: 'feature',
        of: 'basket_value',
        share: 0.88,
        since: { rows: 120, at: noon - 12 * minute },
        before: 'mean 41.2',
        after: 'mean 58.9',
      },
    ],
    suspected: true,
    standing: { rows: 120, at: noon - 12 * minute },
    signals: 14,
    learning: null,
  },
  features: [basket],
  prediction: null,
  performance: {
    baseline: 0.91,
    baselineRows: 2_000,
    accuracy: null,
    labelled: 0,
    drop: null,
    interval: null,
    drifted: false,
    sinceChange: null,
  },
  estimate: { accuracy: 0.86, baseline: 0.9, deviation: 0.015, rows: 500, outside: 0.02 },
  faults: [],
};

export const prospect: Prospect = {
  falseAlarmsPerWeek: 1,
  signals: 14,
  learning: [{ because: 'few labels', signals: 2 }],
  trial: { alarms: 0, rows: 660, days: 6.4 },
  provable: { feature: 'basket_value', shift: 0.3, rowsPerDay: 720 },
};

const { drifted: _drifted, ...compared } = basket;
const column: ReportedColumn = {
  ...compared,
  jensenShannonFloor: 0.06,
  wassersteinByChance: 0.05,
  trimmedWasserstein: 0.9,
  adjustedP: 0.00000042,
};

export const fullReport: FullReport = {
  watch: 'shop',
  version: 3,
  at: noon,
  rowsUntil: noon - minute,
  windowRows: 500,
  referenceRows: 2_000,
  reach: null,
  score: 0.34,
  threshold: 0.25,
  features: [column],
  prediction: null,
  domain: {
    auc: 0.71,
    band: [0.46, 0.54],
    beyondChance: true,
    score: 0.42,
    leansOn: [{ name: 'basket_value', share: 0.9 }],
  },
  attribution: { towards: 'yes', change: 0.6, features: [{ name: 'basket_value', change: 0.6 }] },
  accuracy: {
    before: { accuracy: 0.91, rows: 2_000 },
    estimated: { accuracy: 0.86, standardDeviation: 0.015, rows: 500, f1: 0.81, auc: 0.9, outside: 0.02 },
    measured: null,
  },
  feature: null,
};
