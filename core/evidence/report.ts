// The full report of a watch: everything worth saying of its current window, for one look of a person. Pure; in a worker.
import { estimatorOf } from '../estimators/index.ts';
import type { Frame } from '../frame/frame.ts';
import type { FeatureStory, FullReport, Spread } from '../full-report.ts';
import { dataScore } from '../stats/data-score.ts';
import { type AccuracyInput, accuracyStory } from './accuracy-story.ts';
import { attributionOf } from './attribution.ts';
import { domainClassifier } from './domain-classifier.ts';
import { type Profile, predictionColumn } from './profile.ts';
import { byProof, reportColumns } from './reported-columns.ts';
import { spreadOf } from './spread.ts';

export interface ReportInput extends AccuracyInput {
  readonly watch: string;
  readonly version: number;
  /** Time of the report. */
  readonly at: number;
  readonly reach: FullReport['reach'];
  readonly threshold: number;
  /** What the checks say of the one feature that is asked about. */
  readonly feature: Omit<FeatureStory, keyof Spread> | null;
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
  const features = reported.slice(0, profile.features.length);
  const effects = features.map(({ effect }) => effect ?? 0);
  return {
    watch: input.watch,
    version: input.version,
    at: input.at,
    rowsUntil: lastTime(window),
    windowRows: window.rows,
    referenceRows: profile.rows,
    reach: input.reach,
    score: dataScore(effects, profile.weights),
    threshold: input.threshold,
    features: features.sort(byProof),
    prediction: reported.at(-1) ?? null,
    domain: domainClassifier({ profiles: profile.features, reference, current: window }).value,
    attribution: attributionOf(model, reference, window),
    accuracy: accuracyStory(input, scores),
    feature: storyOf(input),
  };
}

function storyOf({ feature, profile, window }: ReportInput): FeatureStory | null {
  if (feature === null) return null;
  const place = profile.features.findIndex(({ name }) => name === feature.name);
  const [reference, column] = [profile.features[place], window.columns[place]];
  if (reference === undefined || column === undefined) throw new TypeError(`no feature "${feature.name}"`);
  return { ...feature, ...spreadOf(reference, column) };
}

/** The newest time of the window; rows need not come in order. */
function lastTime({ times }: Frame): number | null {
  const newest = times.reduce((last, time) => (time > last ? time : last), Number.NEGATIVE_INFINITY);
  return Number.isFinite(newest) ? newest : null;
}
