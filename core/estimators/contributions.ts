// What speaks for the answer a linear model gives to a row, feature by feature. Pure.
import type { Frame } from '../frame/frame.ts';
import { type Encoding, encode, widthOf } from './encoder.ts';
import type { FittedModel } from './estimator.ts';
import { logistic, logisticParameters } from './logistic.ts';
import { partsByClass, relative, total } from './parts.ts';

export interface Explanation {
  /** The predicted class: what is above 0 speaks for it. */
  readonly towards: string;
  /** Its score where every feature is as in training on average. */
  readonly base: number;
  /** Its score for this row: `base` and all contributions. */
  readonly score: number;
  /** Largest first, whatever its sign. */
  readonly features: readonly { readonly name: string; readonly contribution: number }[];
}

/**
 * Of each row, what every feature adds to the score of the predicted class: weight times (encoded value - its training
 * mean), which for a linear score are its Shapley values where features are taken as independent (Lundberg and Lee 2017,
 * "A Unified Approach to Interpreting Model Predictions", Corollary 1, Linear SHAP). A standardised number has mean 0, the
 * indicator of a category its share. Of two classes the score is the log-odds of the predicted one, of more its score
 * minus the mean of all. null for a model that is no logistic regression.
 */
export function contributionsOf(model: FittedModel, rows: Frame): Explanation[] | null {
  if (model.estimator !== logistic.name) return null;
  const { encoding, classes, weights } = logisticParameters(model);
  const width = widthOf(encoding);
  const design = encode(rows, encoding);
  const means = meansOf(encoding);
  const bases = relative(weights.map((own) => [dot(own, means)])).map(([base = 0]) => base);
  const { predicted } = logistic.score(model, rows);
  return Array.from(predicted, (code, row) => {
    const moved = means.map((mean, column) => (design[row * width + column] as number) - mean);
    const byClass = partsByClass(weights, moved, encoding);
    const place = classes.indexOf(code);
    // The only score of two classes is that of the second.
    const [own, sign] = byClass.length === 1 ? [0, place === 1 ? 1 : -1] : [place, 1];
    // Plus 0, since nothing times -1 is -0.
    const parts = (byClass[own] as readonly number[]).map((part) => sign * part + 0);
    const base = sign * (bases[own] as number);
    const features = encoding
      .map(({ name }, at) => ({ name, contribution: parts[at] as number }))
      .sort((one, other) => Math.abs(other.contribution) - Math.abs(one.contribution));
    return { towards: model.schema.classes[code] ?? '', base, score: base + total(parts), features };
  });
}

/** Of the columns of the design matrix in training: missing values are encoded as the mean. */
function meansOf(encoding: Encoding): number[] {
  const means = encoding.flatMap((feature) => (feature.kind === 'numeric' ? [0] : feature.shares));
  return [...means, 1];
}

function dot(weights: readonly number[], values: readonly number[]): number {
  return weights.reduce((sum, weight, at) => sum + weight * (values[at] as number), 0);
}
