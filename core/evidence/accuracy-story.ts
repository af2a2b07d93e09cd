// The champion's accuracy on a window three ways: before, as it estimates itself, as labels measure it. Pure.

import type { FittedModel, Scores } from '../estimators/estimator.ts';
import type { Calibrator } from '../evaluation/calibrator.ts';
import { type Answered, estimatePerformance } from '../evaluation/cbpe.ts';
import { wilsonInterval } from '../evaluation/wilson.ts';
import { type Frame, recode } from '../frame/frame.ts';
import type { AccuracyStory } from '../full-report.ts';

export interface AccuracyInput {
  readonly model: FittedModel;
  /** The current window, labels as far as they are known. */
  readonly window: Frame;
  /** On the reference window; null = no labels there. */
  readonly baseline: { readonly accuracy: number; readonly rows: number } | null;
  /** null = too few labelled rows to calibrate: no estimate. */
  readonly calibrator: Calibrator | null;
}

const confidence = 0.95;

/** `scores` are what the model said of the window's rows. */
export function accuracyStory(
  { model, window, baseline, calibrator }: AccuracyInput,
  { predicted, probabilities }: Scores,
): AccuracyStory {
  const answered = { probabilities, predicted, classes: model.schema.classes.length };
  const before = baseline && { accuracy: baseline.accuracy, rows: baseline.rows };
  return {
    before,
    estimated: calibrator && estimatedOf(calibrator, answered),
    measured: measuredOf(predicted, recodedLabels(window, model)),
  };
}

function estimatedOf(calibrator: Calibrator, answered: Answered): AccuracyStory['estimated'] {
  const { value, n } = estimatePerformance(calibrator, answered);
  return value && { ...value, rows: n };
}

/** One a row: its class among the champion's, -2 for one it does not know, -1 where there is no label yet. */
function recodedLabels({ label }: Frame, { schema }: FittedModel): Int32Array {
  const known = recode(label, schema.classes).codes;
  return known.map((code, row) => (code < 0 && (label.codes[row] ?? -1) >= 0 ? -2 : code));
}

/** Only of rows that have a label and were answered. A class the champion does not know is one it missed. */
function measuredOf(predicted: Int32Array, labels: Int32Array): AccuracyStory['measured'] {
  let [right, rows] = [0, 0];
  labels.forEach((label, row) => {
    if (label === -1 || predicted[row] === -1) return;
    rows += 1;
    right += Number(label === predicted[row]);
  });
  if (rows === 0) return null;
  const { low, high } = wilsonInterval(right, rows, confidence);
  return { accuracy: right / rows, rows, interval: [low, high] };
}
