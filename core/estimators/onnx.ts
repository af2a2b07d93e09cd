// A model somebody else trained, as an ONNX file: it answers rows where it can be run (core/adapters/onnx), and the
// answers travel with the rows; a score here is what it said. Pure.
import { AppError } from '../errors.ts';
import type { Frame } from '../frame/frame.ts';
import { recode } from '../frame/frame.ts';
import type { Estimator, FittedModel, Scores } from './estimator.ts';

export const onnx: Estimator = { name: 'onnx', fit, score, importance };

function fit(): FittedModel {
  throw new AppError('unsupported', 'An ONNX model is trained elsewhere.', {
    remedy: 'Name a training command in the watch (trainCommand), or retrain it where it lives.',
  });
}

/** Of rows that were answered by this model. */
function score({ schema }: FittedModel, { rows, answers }: Frame): Scores {
  // Asked without answers, it would look like a model that says nothing.
  if (answers === undefined) throw new TypeError('the rows were not answered by their model');
  const count = schema.classes.length;
  const probabilities = new Float64Array(rows * count).fill(Number.NaN);
  answers.shares?.forEach((share, at) => {
    for (let row = 0; row < rows; row++) probabilities[row * count + at] = share[row] ?? Number.NaN;
  });
  const { codes } = answers.predicted;
  const known = recode(answers.predicted, schema.classes).codes;
  // A class that is none of the schema's is an answer all the same.
  return {
    probabilities,
    predicted: known.map((code, row) => (code < 0 && (codes[row] ?? -1) >= 0 ? count : code)),
  };
}

/** What it makes of the features is known to itself alone. */
function importance(model: FittedModel): Float64Array {
  return new Float64Array(model.schema.features.length);
}
