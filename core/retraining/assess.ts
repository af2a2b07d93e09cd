// Models fitted, and measured on the labelled rows they come from: out of fold, or as they served. Pure; runs in a worker.

import { AppError } from '../errors.ts';
import type { Estimator, FitOptions, FittedModel } from '../estimators/estimator.ts';
import { estimatorOf, estimators } from '../estimators/index.ts';
import { majorityShare } from '../evaluation/accuracy.ts';
import { fitCalibrator } from '../evaluation/calibrator.ts';
import { calibrationRows, estimatePerformance, expectedMisses } from '../evaluation/cbpe.ts';
import { type Frame, labelledRows, recode, type Schema, selectRows } from '../frame/frame.ts';
import type { Calibration, Quality } from '../model.ts';
import { meanOf } from '../stats/moments.ts';
import { qualityOf, type Scored, scoreOn } from './quality.ts';

const folds = 5;

export interface FitInput {
  readonly estimator: string;
  readonly train: Frame;
  readonly schema: Schema;
  readonly options: FitOptions;
}

/** Fits one model. @throws AppError `not_enough_data`, `invalid_config` for an unknown estimator */
export function fitModel({ estimator, train, schema, options }: FitInput): FittedModel {
  return named(estimator).fit(train, schema, options);
}

export interface Baseline {
  /** null = too few labels. */
  readonly quality: Quality | null;
  readonly majorityShare: number;
  readonly calibration: Calibration | null;
}

/** Labelled rows an accuracy is measured on, or there is none. */
const leastMeasured = 50;

/** Quality of a model on the labelled rows it answered, for a model that never learned from them. */
export function asServed({ model, rows }: { model: FittedModel; rows: Frame }): Baseline {
  const { predicted } = estimatorOf(model).score(model, rows);
  const measured = labelledRows(rows).filter((row) => predicted[row] !== -1);
  if (measured.length < leastMeasured) return { quality: null, majorityShare: 1, calibration: null };
  const { quality, labels, scores } = scoreOn(model, selectRows(rows, measured));
  const calibration = calibrationOf(scores, labels, model.schema.classes.length);
  return { quality, majorityShare: majorityShare(labels).value ?? 1, calibration };
}

/**
 * Out-of-fold quality on the labelled rows of `train` (fold = row index mod 5): what the accuracy of later windows is
 * held against, never measured on rows the model was fitted to.
 */
export function outOfFold({ train, ...input }: FitInput): Baseline {
  const rows = selectRows(train, labelledRows(train));
  const classes = input.schema.classes.length;
  const labels = recode(rows.label, input.schema.classes).codes;
  const scores = heldOutScores({ ...input, train: rows });
  return {
    quality: qualityOf(scores, labels, classes),
    majorityShare: majorityShare(labels).value ?? 1,
    calibration: calibrationOf(scores, labels, classes),
  };
}

/**
 * What is said of each row of `train`, all of them labelled, by a model that was fitted to the other folds.
 * @throws AppError `not_enough_data` when a fold leaves rows of one class only
 */
export function heldOutScores({ estimator, train, schema, options }: FitInput): Scored {
  const classes = schema.classes.length;
  const probabilities = new Float64Array(train.rows * classes);
  const predicted = new Int32Array(train.rows);
  for (let fold = 0; fold < folds; fold++) {
    const [inside, outside] = foldOf(train.rows, fold);
    if (outside.length === 0) continue;
    const model = named(estimator).fit(selectRows(train, inside), schema, options);
    const scores = named(estimator).score(model, selectRows(train, outside));
    outside.forEach((row, at) => {
      predicted[row] = scores.predicted[at] ?? 0;
      probabilities.set(scores.probabilities.subarray(at * classes, (at + 1) * classes), row * classes);
    });
  }
  return { predicted, probabilities };
}

/** From answers to rows that were not learned from; null with too few labels, or without scores. */
function calibrationOf(scores: Scored, labels: Int32Array, classes: number): Calibration | null {
  const answered = { ...scores, classes };
  const { scores: given, hits } = calibrationRows(answered, labels);
  const calibrator = given.length === 0 ? null : fitCalibrator(given, hits);
  if (calibrator === null) return null;
  const doubts = expectedMisses(calibrator, answered).filter((value) => !Number.isNaN(value));
  const estimate = estimatePerformance(calibrator, answered).value;
  if (estimate === null) return null;
  return { calibrator, doubt: meanOf(doubts) ?? 0, accuracy: estimate.accuracy };
}

function foldOf(rows: number, fold: number): [inside: Uint32Array, outside: Uint32Array] {
  const inside: number[] = [];
  const outside: number[] = [];
  for (let row = 0; row < rows; row++) (row % folds === fold ? outside : inside).push(row);
  return [Uint32Array.from(inside), Uint32Array.from(outside)];
}

function named(name: string): Estimator {
  const estimator = estimators[name];
  if (estimator === undefined) throw new AppError('invalid_config', `There is no estimator "${name}".`);
  return estimator;
}
