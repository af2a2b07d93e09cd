// A logistic regression compiled for rows that come one by one: no frame, no design matrix, nothing to allocate. Pure.
import { columnsIn, type Encoding, standardLimit, unusual, widthOf } from './encoder.ts';
import type { FittedModel } from './estimator.ts';
import { expNegative } from './exponential.ts';
import { type LogisticParameters, logistic, logisticParameters } from './logistic.ts';

/** Finite, null = missing. */
type Cells = ArrayLike<number | string | null>;

/**
 * Scores one row: its cells in schema order, from the place `first` on. Writes the probability of each class of
 * `model.schema.classes` to `probabilities` from `start` on, where there must be zeros; the code of the predicted class.
 */
export type RowScorer = (cells: Cells, first: number, probabilities: Float64Array, start: number) => number;

/**
 * The same bits as `logistic.score`: each score is summed in the order of the columns of the design matrix. null for a
 * model that is no logistic regression.
 */
export function rowScorerOf(model: FittedModel): RowScorer | null {
  if (model.estimator !== logistic.name) return null;
  const parameters = logisticParameters(model);
  const { classes } = parameters;
  const add = adder(parameters);
  const shares = new Float64Array(classes.length);
  return (cells, first, probabilities, start) => {
    add(cells, first, shares);
    softmax(shares);
    let best = 0;
    for (let k = 0; k < shares.length; k++) {
      probabilities[start + (classes[k] as number)] = shares[k] as number;
      if ((shares[k] as number) > (shares[best] as number)) best = k;
    }
    return classes[best] as number;
  };
}

/** Writes a row's scores; of two classes the first has none, and its score is 0. */
function adder({ encoding, weights, classes }: LogisticParameters) {
  const width = widthOf(encoding);
  const first = classes.length - weights.length;
  const flat = Float64Array.from(weights.flat());
  const { means, units, starts, codes } = tablesOf(encoding);
  // Made here and not for each row, or every row leaves it behind.
  const addColumn = (scores: Float64Array, column: number, value: number) => {
    for (let k = first, at = column; k < scores.length; k++, at += width)
      scores[k] = (scores[k] as number) + (flat[at] as number) * value;
  };
  return (cells: Cells, begun: number, scores: Float64Array): void => {
    scores.fill(0);
    for (let at = 0; at < starts.length; at++) {
      const cell = cells[begun + at];
      const start = starts[at] as number;
      if (typeof cell === 'number')
        addColumn(scores, start, standard(cell, means[at] as number, units[at] as number));
      else if (typeof cell === 'string') {
        const code = codes[at]?.get(cell);
        // None: a category that training did not see.
        if (code !== undefined) addColumn(scores, start + code, 1);
      }
    }
    addColumn(scores, width - 1, 1);
  };
}

function tablesOf(encoding: Encoding) {
  const starts = new Int32Array(encoding.length);
  let start = 0;
  for (const [at, feature] of encoding.entries()) {
    starts[at] = start;
    start += columnsIn(feature);
  }
  return {
    starts,
    means: Float64Array.from(encoding, (feature) => (feature.kind === 'numeric' ? feature.mean : 0)),
    // A constant column has no deviation: divided by Infinity all is 0.
    units: Float64Array.from(encoding, (feature) =>
      feature.kind === 'numeric' && feature.deviation > 0 ? feature.deviation : Number.POSITIVE_INFINITY,
    ),
    codes: encoding.map((feature) =>
      feature.kind === 'numeric' ? null : new Map(feature.categories.map((name, code) => [name, code])),
    ),
  };
}

/** Of a finite value; what is too far out becomes the limit. */
function standard(value: number, mean: number, unit: number): number {
  const found = (value - mean) / unit;
  return Math.abs(found) <= standardLimit ? found : unusual(value, found);
}

/** As `softmaxRows`, of one row. */
function softmax(scores: Float64Array): void {
  let top = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < scores.length; k++) top = Math.max(top, scores[k] as number);
  let sum = 0;
  for (let k = 0; k < scores.length; k++) {
    const share = expNegative(top - (scores[k] as number));
    scores[k] = share;
    sum += share;
  }
  const scale = 1 / sum;
  for (let k = 0; k < scores.length; k++) scores[k] = (scores[k] as number) * scale;
}
