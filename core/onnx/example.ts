// A row to try a model with: made of what training learned of each feature, never of a stored row. Pure.
import type { FittedModel } from '../estimators/estimator.ts';
import { logistic, logisticParameters } from '../estimators/logistic.ts';

type Cell = number | string;

/** The training mean or the commonest category of each feature; 0 and an empty text where the model knows neither. */
export function exampleRow(model: FittedModel): Cell[] {
  const encoding = model.estimator === logistic.name ? logisticParameters(model).encoding : [];
  return model.schema.features.map(({ kind }, at) => {
    const known = encoding[at];
    if (known?.kind === 'numeric') return known.mean;
    if (known?.kind === 'categorical') return commonest(known.categories, known.shares);
    return kind === 'numeric' ? 0 : '';
  });
}

function commonest(categories: readonly string[], shares: readonly number[]): string {
  return categories[shares.indexOf(Math.max(...shares))] ?? '';
}
