// Versions to package, all told but the model.
import type { FittedModel } from '../../../core/estimators/estimator.ts';
import type { ModelVersion } from '../../../core/model.ts';
import type { PackageRequest } from '../../../core/onnx/package.ts';

function versionOf(model: FittedModel): ModelVersion {
  return {
    watch: 'churn',
    version: 4,
    model,
    baseline: { rows: 400, accuracy: 0.87, logLoss: 0.3, auc: 0.95 },
    calibration: null,
    majorityShare: 0.6,
    reference: 'ab'.repeat(32),
    referenceRows: 400,
    trainedAt: Date.UTC(2026, 0, 5, 9, 30),
    trigger: 'drift',
    trainedBy: 'ada',
    intent: 'churn:v4',
  };
}

export function requestOf(model: FittedModel): PackageRequest {
  return {
    version: versionOf(model),
    ids: {
      runId: '0a1b2c3d4e5f60718293a4b5c6d7e8f9',
      modelId: 'm-00112233445566778899aabbccddeeff',
      artifactPath: 'mlflow-artifacts:/1/models/m-00112233445566778899aabbccddeeff/artifacts',
    },
    createdAt: Date.UTC(2026, 0, 5, 9, 31, 7, 45),
  };
}
