// A report, a model version and a batch in quarantine with every field, for tests that only care about a few of them.
import type { DriftReport } from '../../core/drift.ts';
import type { ModelVersion } from '../../core/model.ts';
import type { Quarantine } from '../../core/quarantine.ts';

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

export function batchOf(known: Partial<Quarantine> & { watch: string; number: number }): Quarantine {
  return {
    ...{ revision: 1, origin: 'alarm', incident: `${known.watch}-1` },
    reasons: [{ kind: 'missing', of: 'x', before: '0.0 %', after: '50 %' }],
    ...{ openedAt: 1_000, from: 995, until: 1_000, end: [{ part: 'rows', rows: 40 }], rows: 30 },
    ...{ after: 4, lasting: true, examples: ['r1'], status: 'held', by: null, at: null, keptFor: 60_000 },
    ...known,
  };
}
