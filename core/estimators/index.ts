// The table of estimators: one line each.
import { AppError } from '../errors.ts';
import type { Estimator, FittedModel } from './estimator.ts';
import { external } from './external.ts';
import { logistic } from './logistic.ts';
import { majority } from './majority.ts';
import { onnx } from './onnx.ts';

/** Every estimator by the name a watch gives and a stored model carries. */
export const estimators: Readonly<Record<string, Estimator>> = {
  [logistic.name]: logistic,
  [majority.name]: majority,
  [external.name]: external,
  [onnx.name]: onnx,
};

/**
 * The estimator that made `model`.
 * @throws AppError `unsupported` when this version has none of that name
 */
export function estimatorOf(model: FittedModel): Estimator {
  const estimator = Object.hasOwn(estimators, model.estimator) ? estimators[model.estimator] : undefined;
  if (estimator !== undefined) return estimator;
  const known = Object.keys(estimators).join(', ');
  throw new AppError('unsupported', `This version has no estimator "${model.estimator}" (it has ${known}).`);
}
