// What every estimator is: a plain object that fits a frame and scores another. Pure.
import type { Column, Frame, Schema } from '../frame/frame.ts';

/** A fitted model as plain JSON: what the registry stores and what a worker is handed. */
export interface FittedModel {
  readonly estimator: string;
  readonly schema: Schema;
  /** The estimator's own parameters; only the estimator that made them reads them. */
  readonly parameters: unknown;
}

export interface FitOptions {
  /** Strength of the L2 penalty as scikit-learn's C (inverse): larger = weaker. */
  readonly inverseL2: number;
}

/**
 * Class probabilities of n rows, row-major n x K, and the predicted class of each row. Of a model served elsewhere only:
 * NaN and -1 where it said nothing, and K for a class that is none of these.
 */
export interface Scores {
  readonly probabilities: Float64Array;
  readonly predicted: Int32Array;
}

export interface Estimator {
  readonly name: string;
  /**
   * Fits the labelled rows of `train` (at least one row of each of two or more classes).
   * @throws AppError `not_enough_data` without two classes
   */
  fit(train: Frame, schema: Schema, options: FitOptions): FittedModel;
  /** Scores every row; missing and unseen values never make a NaN. Classes in the order of `model.schema.classes`. */
  score(model: FittedModel, rows: Frame): Scores;
  /** Relative weight of each feature in the model's decision, one a feature, sum 1 (all zero when unknown). */
  importance(model: FittedModel): Float64Array;
  /** The output as a column to watch for drift, where it is not what `score` gives. */
  signal?(model: FittedModel, rows: Frame): Column;
}
