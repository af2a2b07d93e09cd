// How good answers are on labelled rows. Pure.

import type { FittedModel } from '../estimators/estimator.ts';
import { estimatorOf } from '../estimators/index.ts';
import { accuracy } from '../evaluation/accuracy.ts';
import { expectedCalibrationError } from '../evaluation/ece.ts';
import { logLoss } from '../evaluation/log-loss.ts';
import { rocAuc } from '../evaluation/roc-auc.ts';
import { type Frame, recode } from '../frame/frame.ts';
import type { Quality } from '../model.ts';

export interface Scored {
  readonly predicted: Int32Array;
  /** Row-major, rows x classes. */
  readonly probabilities: Float64Array;
}

export interface Assessed {
  readonly quality: Quality;
  /** A row without an answer is no hit, also where its label is none of the classes. */
  readonly hits: readonly boolean[];
  readonly labels: Int32Array;
  readonly scores: Scored;
}

/** What a model is worth on the labelled rows of `rows`, none of which it was fitted to. */
export function scoreOn(model: FittedModel, rows: Frame): Assessed {
  const classes = model.schema.classes;
  const scores = estimatorOf(model).score(model, rows);
  const labels = recode(rows.label, classes).codes;
  const hits = Array.from(labels, (label, row) => label >= 0 && label === scores.predicted[row]);
  return { quality: qualityOf(scores, labels, classes.length), hits, labels, scores };
}

export function qualityOf(scores: Scored, labels: Int32Array, classes: number): Quality {
  const { probabilities } = scores;
  // A row without an answer is no hit, also where its label is none of the classes.
  const said = scores.predicted.map((code) => (code < 0 ? classes : code));
  // All of them, but for a model elsewhere that gives no probabilities, or not always.
  const known = [...labels.keys()].filter((row) => !Number.isNaN(probabilities[row * classes]));
  return {
    rows: labels.length,
    accuracy: accuracy(said, labels).value ?? 0,
    logLoss: classLogLoss(known, probabilities, { labels, classes }),
    auc: classes === 2 ? areaUnderCurve(known, probabilities, labels) : null,
    ece: calibrationError(known, scores, { labels, classes }),
  };
}

interface Truth {
  readonly labels: Int32Array;
  readonly classes: number;
}

function areaUnderCurve(
  known: readonly number[],
  probabilities: Float64Array,
  labels: Int32Array,
): number | null {
  const ofSecond = Float64Array.from(known, (row) => probabilities[2 * row + 1] ?? 0);
  const truth = Int32Array.from(known, (row) => labels[row] ?? 0);
  return rocAuc(ofSecond, truth).value;
}

/** Mean -log p of the true class, clipped as scikit-learn does; a class unknown to the model costs the most. */
function classLogLoss(
  known: readonly number[],
  probabilities: Float64Array,
  { labels, classes }: Truth,
): number | null {
  const ofTruth = Float64Array.from(known, (row) => {
    const label = labels[row] ?? -1;
    return label < 0 ? 0 : (probabilities[row * classes + label] ?? 0);
  });
  return logLoss(ofTruth, new Int32Array(known.length).fill(1)).value;
}

/** Of two classes that of the second, of more that of the answer being right (Guo et al. 2017, section 2). */
function calibrationError(
  known: readonly number[],
  { predicted, probabilities }: Scored,
  { labels, classes }: Truth,
): number | null {
  const stated = (row: number) => (classes === 2 ? 1 : (predicted[row] ?? 0));
  const promised = Float64Array.from(known, (row) => probabilities[row * classes + stated(row)] ?? 0);
  const kept = Int32Array.from(known, (row) => Number(labels[row] === stated(row)));
  return expectedCalibrationError(promised, kept).value;
}
