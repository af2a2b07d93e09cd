// Versions that are kept, written by hand.
import type { ModelInfo } from '../../../core/ops/models-result.ts';

/** Serves; its run is logged. */
export const present: ModelInfo = {
  version: 3,
  serves: 'now',
  rejected: false,
  estimator: 'logistic',
  trigger: 'drift',
  trainedAt: Date.UTC(2026, 0, 5, 9, 30),
  trainedBy: 'vigie',
  baseline: { rows: 400, accuracy: 0.8731, logLoss: 0.3, auc: 0.95 },
  rows: 12_345,
  run: { status: 'logged', run: { runId: 'abcdef0123', url: 'http://mlflow/r' } },
};

/** Kept out by the gate. */
export const keptOut: ModelInfo = { ...present, version: 4, serves: null, rejected: true };

/** Passed the gate, and waits for a person. */
export const waiting: ModelInfo = { ...present, version: 4, serves: null, proposed: true };

/** Promoted, and put out of service in its probation. */
export const failed: ModelInfo = { ...present, version: 3, serves: 'before', undone: true };

/** Served before, and was never measured. */
export const older: ModelInfo = {
  ...present,
  version: 2,
  serves: 'before',
  trigger: 'first',
  trainedBy: 'ada',
  baseline: null,
};
