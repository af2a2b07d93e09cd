// The floor any model must beat: the commonest class, whatever the features say. Pure.
import type { Frame, Schema } from '../frame/frame.ts';
import type { Estimator, FittedModel, Scores } from './estimator.ts';
import { targetsOf } from './targets.ts';

/** What `majority` keeps in `FittedModel.parameters`, as plain JSON. */
interface MajorityParameters {
  /** Share of each of `schema.classes` among the labelled training rows. */
  readonly shares: readonly number[];
}

/** Predicts the commonest class (the first of a tie) with the training shares as probabilities; uses no column. */
export const majority: Estimator = { name: 'majority', fit, score, importance };

/** A model's parameters; only for a model whose `estimator` is `majority`. */
export function majorityParameters(model: FittedModel): MajorityParameters {
  return model.parameters as MajorityParameters;
}

function fit(train: Frame, schema: Schema): FittedModel {
  const { rows, classes, counts } = targetsOf(train, schema);
  const shares = schema.classes.map((_, code) => (counts[classes.indexOf(code)] ?? 0) / rows.length);
  const parameters: MajorityParameters = { shares };
  return { estimator: majority.name, schema, parameters };
}

function score(model: FittedModel, rows: Frame): Scores {
  const { shares } = majorityParameters(model);
  const probabilities = new Float64Array(rows.rows * shares.length);
  for (let start = 0; start < probabilities.length; start += shares.length) probabilities.set(shares, start);
  const commonest = shares.indexOf(Math.max(...shares));
  return { probabilities, predicted: new Int32Array(rows.rows).fill(commonest) };
}

function importance(model: FittedModel): Float64Array {
  return new Float64Array(model.schema.features.length);
}
