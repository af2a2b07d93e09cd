// A report and a model version with every field, for tests that only care about a few of them.
import type { DriftReport } from '../../core/drift.ts';
import type { ModelVersion } from '../../core/model.ts';

export function reportOf(known: Partial<DriftReport> & { watch: string; number: number }): DriftReport {
  return {
    key: `${known.watch}:${known.number}`,
    at: 1_000,
    rowsUntil: 900,
    version: 1,
    mode: 'full',
    verdict: 'ok',
    grade: 'none',
    score: 0.1,
    threshold: 0.25,
    dataScore: 0.1,
    skillScore: null,
    newRows: 50,
    windowRows: 500,
    referenceRows: 2_000,
    evidence: null,
    estimate: null,
    features: [],
    prediction: null,
    performance: null,
    faults: [],
    ...known,
  };
}

export function versionOf(known: Partial<ModelVersion> & { watch: string; version: number }): ModelVersion {
  return {
    model: {
      estimator: 'majority',
      schema: { features: [{ name: 'size', kind: 'numeric' }], classes: ['no', 'yes'] },
      parameters: { shares: [0.5, 0.5] },
    },
    baseline: { rows: 400, accuracy: 0.9, logLoss: 0.3, auc: 0.95 },
    calibration: null,
    majorityShare: 0.5,
    reference: 'f'.repeat(64),
    referenceRows: 400,
    trainedAt: 500,
    trigger: 'first',
    trainedBy: 'vigie',
    intent: null,
    ...known,
  };
}
