// A challenger: how strong its penalty is, found by inner folds, and the model fitted so. Pure; runs in a worker.
import { AppError } from '../errors.ts';
import type { FitOptions, FittedModel } from '../estimators/estimator.ts';
import { type Frame, labelledRows, recode, selectRows } from '../frame/frame.ts';
import { type FitInput, fitModel, heldOutScores } from './assess.ts';
import { qualityOf } from './quality.ts';

/** scikit-learn's C. The default comes first: it stays where another is no better. */
const strengths = [1, 0.1, 10];
/** Rows that tell strengths apart: with more, all of them are about the same model. */
const tuningRows = 2_000;

export interface Challenger {
  readonly model: FittedModel;
  readonly options: FitOptions;
}

/**
 * The strength with the smallest out-of-fold log-loss on at most 2,000 rows of `train`, evenly taken, and the model fitted
 * to all of them with it.
 * @throws AppError `not_enough_data` without rows of two classes, `invalid_config` for an unknown estimator
 */
export function fitTuned(input: Omit<FitInput, 'options'>): Challenger {
  const options = { inverseL2: strengthFor(input) };
  return { model: fitModel({ ...input, options }), options };
}

function strengthFor(input: Omit<FitInput, 'options'>): number {
  const [standard = 1] = strengths;
  const train = evenly(selectRows(input.train, labelledRows(input.train)));
  // The penalty weighs against the sum over rows: with fewer of them it must be as much weaker.
  const scale = input.train.rows / Math.max(1, train.rows);
  const losses = strengths.map((strength) =>
    lossOf({ ...input, train, options: { inverseL2: strength * scale } }),
  );
  return strengths[losses.indexOf(Math.min(...losses))] ?? standard;
}

/** Infinite where a fold leaves rows of one class only. */
function lossOf(input: FitInput): number {
  const { classes } = input.schema;
  const { codes } = recode(input.train.label, classes);
  try {
    return qualityOf(heldOutScores(input), codes, classes.length).logLoss ?? Number.POSITIVE_INFINITY;
  } catch (cause) {
    if (cause instanceof AppError && cause.code === 'not_enough_data') return Number.POSITIVE_INFINITY;
    throw cause;
  }
}

function evenly(rows: Frame): Frame {
  if (rows.rows <= tuningRows) return rows;
  return selectRows(
    rows,
    Uint32Array.from({ length: tuningRows }, (_, at) => Math.floor((at * rows.rows) / tuningRows)),
  );
}
