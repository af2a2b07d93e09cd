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
  /** Measured when first asked for, by who watches or judges: it costs five more fits. */
  baseline(): ErrorBaseline;
}

export function serve(train: Frame, schema: Schema, options: FitOptions = { inverseL2: 1 }): Served {
  let known: ErrorBaseline | null = null;
  return {
    model: logistic.fit(train, schema, options),
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
