// What was measured of one column and of one model, as the reports and outcomes of the fixtures hold it.
import type { FeatureDrift } from '../../../core/drift.ts';
import type { Quality } from '../../../core/model.ts';
import type { TrendPoint } from '../../../core/ops/results.ts';

/** A numeric column that has not drifted, but for the facts given. */
export function feature(name: string, facts: Partial<FeatureDrift>): FeatureDrift {
  return {
    name,
    kind: 'numeric',
    effect: 0,
    jensenShannon: 0.04,
    psi: 0.02,
    ks: 0.05,
    wasserstein: 0.06,
    p: 0.4,
    drifted: false,
    before: '0.00',
    after: '0.02',
    ...facts,
  };
}

/** On 300 holdout rows. */
export function quality(accuracy: number, logLoss: number, auc: number | null): Quality {
  return { rows: 300, accuracy, logLoss, auc };
}

/** A check of version 3 that found nothing, but for the facts given. */
export function trendPoint(at: number, facts: Partial<TrendPoint>): TrendPoint {
  return { at, score: 0.08, accuracy: null, estimate: null, version: 3, verdict: 'ok', ...facts };
}
