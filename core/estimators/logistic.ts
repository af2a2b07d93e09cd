// Logistic regression of two and many classes on standardised numbers and one-hot categories. Pure.
// Weights come from our own solver; exchange.ts turns a model into ml-logistic-regression's form and back.
import { type Frame, type Schema, selectRows } from '../frame/frame.ts';
import { columnsIn, type Encoding, encode, fitEncoding, widthOf } from './encoder.ts';
import type { Estimator, FitOptions, FittedModel, Scores } from './estimator.ts';
import { linearScores, softmax } from './softmax.ts';
import { solveLogistic } from './solver.ts';
import { targetsOf } from './targets.ts';

/** What `logistic` keeps in `FittedModel.parameters`, as plain JSON. */
export interface LogisticParameters {
  readonly encoding: Encoding;
  /** Codes in `schema.classes` that training saw, ascending; any other class has probability 0. */
  readonly classes: readonly number[];
  /** One row for two classes (log-odds of the second), else one a class; the last of each row is the intercept. */
  readonly weights: readonly (readonly number[])[];
  readonly iterations: number;
  readonly converged: boolean;
}

export const logistic: Estimator = { name: 'logistic', fit, score, importance };

/** A model's parameters; only for a model whose `estimator` is `logistic`. */
export function logisticParameters(model: FittedModel): LogisticParameters {
  return model.parameters as LogisticParameters;
}

function fit(train: Frame, schema: Schema, options: FitOptions): FittedModel {
  const { rows, classes, targets } = targetsOf(train, schema);
  const labelled = rows.length === train.rows ? train : selectRows(train, rows);
  const encoding = fitEncoding(labelled, schema.features);
  const width = widthOf(encoding);
  const problem = { design: encode(labelled, encoding), width, targets, classes: classes.length, ...options };
  const { weights, iterations, converged } = solveLogistic(problem);
  const rowStarts = Array.from({ length: weights.length / width }, (_, block) => block * width);
  const parameters: LogisticParameters = {
    encoding,
    classes,
    weights: rowStarts.map((start) => Array.from(weights.subarray(start, start + width))),
    iterations,
    converged,
  };
  return { estimator: logistic.name, schema, parameters };
}

function score(model: FittedModel, rows: Frame): Scores {
  const { encoding, classes, weights } = logisticParameters(model);
  const width = widthOf(encoding);
  const linear = {
    classes: classes.length,
    width,
    design: encode(rows, encoding),
    weights: Float64Array.from(weights.flat()),
  };
  const total = model.schema.classes.length;
  const probabilities = new Float64Array(rows.rows * total);
  const predicted = new Int32Array(rows.rows);
  const scores = new Float64Array(classes.length);
  for (let row = 0; row < rows.rows; row++) {
    linearScores(linear, row * width, scores);
    predicted[row] = classes[largest(scores)] ?? 0;
    softmax(scores);
    for (let at = 0; at < scores.length; at++) {
      probabilities[row * total + (classes[at] ?? 0)] = scores[at] ?? 0;
    }
  }
  return { probabilities, predicted };
}

/** |weight| x standard deviation of its column, root of the sum of squares over a feature's columns and the classes. */
function importance(model: FittedModel): Float64Array {
  const { encoding, weights } = logisticParameters(model);
  let start = 0;
  const sizes = Float64Array.from(encoding, (feature) => {
    let squares = 0;
    for (let at = 0; at < columnsIn(feature); at++) {
      // A standardised column has variance 1, an indicator of share q has q (1 - q).
      const share = feature.kind === 'numeric' ? 0 : (feature.shares[at] ?? 0);
      const variance = feature.kind === 'numeric' ? 1 : share * (1 - share);
      for (const row of weights) squares += variance * (row[start + at] ?? 0) ** 2;
    }
    start += columnsIn(feature);
    return Math.sqrt(squares);
  });
  const sum = sizes.reduce((total, size) => total + size, 0);
  return sum > 0 ? sizes.map((size) => size / sum) : sizes;
}

function largest(values: Float64Array): number {
  let best = 0;
  for (let at = 1; at < values.length; at++) if ((values[at] ?? 0) > (values[best] ?? 0)) best = at;
  return best;
}
