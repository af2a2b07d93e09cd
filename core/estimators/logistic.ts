// Logistic regression of two and many classes on standardised numbers and one-hot categories. Pure.
// Weights come from our own solver; exchange.ts turns a model into ml-logistic-regression's form and back.
import { type Frame, type Schema, selectRows } from '../frame/frame.ts';
import { columnsIn, type Encoding, encode, fitEncoding, rowEncoder, widthOf } from './encoder.ts';
import type { Estimator, FitOptions, FittedModel, Scores } from './estimator.ts';
import { softmaxRows } from './many-classes.ts';
import { rowsAtATime, scoreRows } from './rows.ts';
import { solveLogistic } from './solver.ts';
import { targetsOf } from './targets.ts';

/** What `logistic` keeps in `FittedModel.parameters`, as plain JSON. */
export interface LogisticParameters {
  readonly encoding: Encoding;
  /** Codes in `schema.classes` that training saw, ascending; any other class has probability 0. */
  readonly classes: readonly number[];
  /** One row for two classes (log-odds of the second), else one a class; the last of each row is the intercept. */
  readonly weights: readonly (readonly number[])[];
  /** Passes of training over all rows. */
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

/** Some rows at a time from the frame to probabilities: the design matrix of all of them is never there. */
function score(model: FittedModel, rows: Frame): Scores {
  const { encoding, classes, weights } = logisticParameters(model);
  const width = widthOf(encoding);
  const encodeRows = rowEncoder(rows, encoding);
  const size = rowsAtATime(width);
  const design = new Float64Array(size * width);
  const weightsOf = weights.map((row) => Float64Array.from(row));
  const shares = classes.map(() => new Float64Array(size));
  const scores = {
    probabilities: new Float64Array(rows.rows * model.schema.classes.length),
    predicted: new Int32Array(rows.rows),
  };
  for (let first = 0; first < rows.rows; first += size) {
    const count = Math.min(size, rows.rows - first);
    encodeRows(first, count, design);
    // Of two classes the first has no weights: its score is 0.
    if (weightsOf.length === 1) shares[0]?.fill(0);
    weightsOf.forEach((own, block) => {
      scoreRows(
        { design, width, count },
        own,
        shares[shares.length - weightsOf.length + block] as Float64Array,
      );
    });
    softmaxRows(shares, count);
    place(shares, { first, count, classes }, scores);
  }
  return scores;
}

/** Puts the probabilities of a run of rows, one array a class, where they belong among all, with the class of the largest. */
function place(
  shares: readonly Float64Array[],
  { first, count, classes }: { first: number; count: number; classes: readonly number[] },
  { probabilities, predicted }: Scores,
): void {
  const total = probabilities.length / predicted.length;
  for (let row = 0, at = first * total; row < count; row++, at += total) {
    let best = 0;
    for (let k = 0; k < shares.length; k++) {
      const share = shares[k]?.[row] as number;
      probabilities[at + (classes[k] as number)] = share;
      if (share > (shares[best]?.[row] as number)) best = k;
    }
    predicted[first + row] = classes[best] as number;
  }
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
