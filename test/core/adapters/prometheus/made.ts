// Reports, versions and states as the metrics are told of them.
import type { DriftReport, FeatureDrift } from '../../../../core/drift.ts';
import type { ModelVersion } from '../../../../core/model.ts';
import { firstState, type WatchState } from '../../../../core/state.ts';
import { at } from './scrape.ts';

export function feature(name: string, effect: number | null): FeatureDrift {
  return {
    name,
    kind: 'numeric',
    effect,
    jensenShannon: null,
    psi: null,
    ks: null,
    wasserstein: null,
    p: null,
    drifted: false,
    before: '',
    after: '',
  };
}

export function report(changes: Partial<DriftReport> = {}): DriftReport {
  return {
    watch: 'demo',
    key: 'demo/1',
    number: 1,
    at,
    rowsUntil: null,
    version: 1,
    mode: 'full',
    verdict: 'drift',
    grade: 'large',
    score: 0.42,
    threshold: 0.25,
    dataScore: 0.42,
    skillScore: null,
    newRows: 100,
    windowRows: 500,
    referenceRows: 1000,
    evidence: null,
    estimate: null,
    features: [{ ...feature('age', 0.5), drifted: true }, feature('income', 0)],
    prediction: null,
    performance: {
      baseline: 0.9,
      baselineRows: 1000,
      accuracy: 0.75,
      labelled: 100,
      drop: 0.15,
      interval: null,
      drifted: true,
      sinceChange: null,
    },
    faults: [],
    ...changes,
  };
}

export function version(number: number, accuracy: number): ModelVersion {
  return {
    watch: 'demo',
    version: number,
    model: { estimator: 'majority', schema: { features: [], classes: [] }, parameters: null },
    baseline: { rows: 300, accuracy, logLoss: 0.3, auc: null },
    calibration: null,
    majorityShare: 0.5,
    reference: '',
    referenceRows: 1000,
    trainedAt: at,
    trigger: 'first',
    trainedBy: 'job',
    intent: null,
  };
}

export const state = (changes: Partial<WatchState> = {}): WatchState => ({
  ...firstState('demo', at),
  ...changes,
});
