// The full report of a watch: everything worth saying of its current window, for one look of a person. Pure; in a worker.
import type { FullReport } from '../drift.ts';
import { estimatorOf } from '../estimators/index.ts';
import type { Frame } from '../frame/frame.ts';
import { type AccuracyInput, accuracyStory } from './accuracy-story.ts';
import { attributionOf } from './attribution.ts';
import { domainClassifier } from './domain-classifier.ts';
import { type Profile, predictionColumn } from './profile.ts';
import { byProof, reportColumns } from './reported-columns.ts';

export interface ReportInput extends AccuracyInput {
  readonly watch: string;
  readonly version: number;
  /** Time of the report. */
  readonly at: number;
  /** Of `reference`. */
  readonly profile: Profile;
  readonly reference: Frame;
}

/**
 * Compares window and reference column by column (p-values adjusted for their number), as wholes, by what moved the
 * predictions, and by accuracy estimated and measured.
 */
export function fullReport(input: ReportInput): FullReport {
  const { model, profile, reference, window } = input;
  const scores = estimatorOf(model).score(model, window);
  const columns = [...window.columns, predictionColumn(model, window, scores)];
  const reported = reportColumns([...profile.features, profile.prediction], columns);
  return {
    watch: input.watch,
    version: input.version,
    at: input.at,
    rowsUntil: lastTime(window),
    windowRows: window.rows,
    referenceRows: profile.rows,
    features: reported.slice(0, profile.features.length).sort(byProof),
    prediction: reported.at(-1) ?? null,
    domain: domainClassifier({ profiles: profile.features, reference, current: window }).value,
    attribution: attributionOf(model, reference, window),
    accuracy: accuracyStory(input, scores),
  };
}

/** The newest time of the window; rows need not come in order. */
function lastTime({ times }: Frame): number | null {
  const newest = times.reduce((last, time) => (time > last ? time : last), Number.NEGATIVE_INFINITY);
  return Number.isFinite(newest) ? newest : null;
}
