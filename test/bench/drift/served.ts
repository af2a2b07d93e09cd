// A model that serves, and what its errors are held against. Pure.
import type { FitOptions, FittedModel } from '../../../core/estimators/estimator.ts';
import { logistic } from '../../../core/estimators/logistic.ts';
import type { Frame, Schema } from '../../../core/frame/frame.ts';
import { outOfFold } from '../../../core/retraining/assess.ts';

/** Never measured on rows the model was fitted to. */
export interface ErrorBaseline {
  readonly errors: number;
  readonly rows: number;
}

export interface Served {
  readonly model: FittedModel;
  /** What it was fitted to: as the product keeps it. */
  readonly reference: Frame;
  /** Rows of its window, and how many of the stream were known at its end. */
  readonly window: number;
  readonly until: number;
  /** Measured when first asked for, by who watches or judges: it costs five more fits. */
  baseline(): ErrorBaseline;
}

interface Training {
  readonly train: Frame;
  readonly schema: Schema;
  readonly options?: FitOptions;
  readonly until: number;
}

export function serve({ train, schema, options = { inverseL2: 1 }, until }: Training): Served {
  let known: ErrorBaseline | null = null;
  return {
    model: logistic.fit(train, schema, options),
    reference: train,
    window: train.rows,
    until,
    baseline: () => {
      known ??= baselineOf(train, schema, options);
      return known;
    },
  };
}

function baselineOf(train: Frame, schema: Schema, options: FitOptions): ErrorBaseline {
  const { quality } = outOfFold({ estimator: logistic.name, train, schema, options });
  const { rows, accuracy } = quality ?? { rows: 0, accuracy: 0 };
  return { rows, errors: Math.round(rows * (1 - accuracy)) };
}
