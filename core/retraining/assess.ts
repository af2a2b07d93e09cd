// Quality of models on labelled rows, out of fold or on a holdout. Pure; runs in a worker.

import { AppError } from '../errors.ts';
import type { Estimator, FitOptions, FittedModel } from '../estimators/estimator.ts';
import { estimatorOf, estimators } from '../estimators/index.ts';
import { accuracy, majorityShare } from '../evaluation/accuracy.ts';
import { fitCalibrator } from '../evaluation/calibrator.ts';
import { calibrationRows, estimatePerformance, expectedMisses } from '../evaluation/cbpe.ts';
import { logLoss } from '../evaluation/log-loss.ts';
import { rocAuc } from '../evaluation/roc-auc.ts';
import { type Answers, type Frame, labelledRows, recode, type Schema, selectRows } from '../frame/frame.ts';
import type { Calibration, Quality } from '../model.ts';
import { meanOf } from '../stats/moments.ts';
import type { Duel } from './gate.ts';

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
export function outOfFold({ estimator, train, schema, options }: FitInput): Baseline {
  const rows = selectRows(train, labelledRows(train));
  const classes = schema.classes.length;
  const probabilities = new Float64Array(rows.rows * classes);
  const predicted = new Int32Array(rows.rows);
  for (let fold = 0; fold < folds; fold++) {
    const [inside, outside] = foldOf(rows.rows, fold);
    if (outside.length === 0) continue;
    const model = named(estimator).fit(selectRows(rows, inside), schema, options);
    const scores = named(estimator).score(model, selectRows(rows, outside));
    outside.forEach((row, at) => {
      predicted[row] = scores.predicted[at] ?? 0;
      probabilities.set(scores.probabilities.subarray(at * classes, (at + 1) * classes), row * classes);
    });
  }
  const labels = recode(rows.label, schema.classes).codes;
  return {
    quality: qualityOf({ predicted, probabilities }, labels, classes),
    majorityShare: majorityShare(labels).value ?? 1,
    calibration: calibrationOf({ predicted, probabilities }, labels, classes),
  };
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

/**
 * Champion and challengers on the same holdout; one duel for each challenger. Models of somebody else have answered its
 * rows before (`answers`): the champion's first.
 */
export function duels(input: {
  champion: FittedModel;
  challengers: readonly FittedModel[];
  holdout: Frame;
  answers?: readonly Answers[];
}): Duel[] {
  const { champion, challengers, holdout } = input;
  const seenBy = (model: number): Frame => {
    const answers = input.answers?.[model];
    return answers === undefined ? holdout : { ...holdout, answers };
  };
  const championScore = scoreOn(champion, seenBy(0));
  return challengers.map((challenger, at) => {
    const challengerScore = scoreOn(challenger, seenBy(at + 1));
    let championOnly = 0;
    let challengerOnly = 0;
    championScore.hits.forEach((hit, row) => {
      if (hit && !challengerScore.hits[row]) championOnly++;
      if (!hit && challengerScore.hits[row]) challengerOnly++;
    });
    const { quality } = championScore;
    return {
      holdoutRows: holdout.rows,
      champion: quality,
      challenger: challengerScore.quality,
      championOnly,
      challengerOnly,
    };
  });
}

function scoreOn(
  model: FittedModel,
  rows: Frame,
): { quality: Quality; hits: boolean[]; labels: Int32Array; scores: Scored } {
  const classes = model.schema.classes;
  const scores = estimatorOf(model).score(model, rows);
  const labels = recode(rows.label, classes).codes;
  // A row without an answer is no hit, also where its label is none of the classes.
  const hits = Array.from(labels, (label, row) => label >= 0 && label === scores.predicted[row]);
  return { quality: qualityOf(scores, labels, classes.length), hits, labels, scores };
}

interface Scored {
  readonly predicted: Int32Array;
  readonly probabilities: Float64Array;
}

function qualityOf(scores: Scored, labels: Int32Array, classes: number): Quality {
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
  };
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
  { labels, classes }: { labels: Int32Array; classes: number },
): number | null {
  const ofTruth = Float64Array.from(known, (row) => {
    const label = labels[row] ?? -1;
    return label < 0 ? 0 : (probabilities[row * classes + label] ?? 0);
  });
  return logLoss(ofTruth, new Int32Array(known.length).fill(1)).value;
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
