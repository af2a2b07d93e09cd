// What moved the predictions: the change of a linear model's score, split among its features exactly. Pure.

import { type Encoding, rowEncoder, widthOf } from '../estimators/encoder.ts';
import type { FittedModel } from '../estimators/estimator.ts';
import { logistic, logisticParameters } from '../estimators/logistic.ts';
import { partsByClass, total } from '../estimators/parts.ts';
import { rowsAtATime } from '../estimators/rows.ts';
import type { Frame } from '../frame/frame.ts';
import type { Attribution } from '../full-report.ts';

/**
 * Mean of weight times encoded value, `current` minus `reference`, one a feature: of two classes of the log-odds of the
 * second, of more of the class whose score moved most against the mean of all. The parts add up to the whole change, since
 * the score is linear. null for a model that is no logistic regression, and without rows.
 */
export function attributionOf(model: FittedModel, reference: Frame, current: Frame): Attribution | null {
  if (model.estimator !== logistic.name || reference.rows === 0 || current.rows === 0) return null;
  const { encoding, classes, weights } = logisticParameters(model);
  const before = encodedMeans(reference, encoding);
  const moved = encodedMeans(current, encoding).map((mean, column) => mean - (before[column] as number));
  const byClass = partsByClass(weights, moved, encoding);
  const [most, parts] = byClass.reduce(
    ([best, largest], own, at) =>
      Math.abs(total(own)) > Math.abs(total(largest)) ? [at, own] : [best, largest],
    [0, byClass[0] ?? []],
  );
  const towards = model.schema.classes[classes[byClass.length === 1 ? 1 : most] ?? 0] ?? '';
  const features = encoding
    .map(({ name }, at) => ({ name, change: parts[at] as number }))
    .sort((one, other) => Math.abs(other.change) - Math.abs(one.change));
  return { towards, change: total(parts), features };
}

/** Mean of each column of the design matrix, a run of rows at a time. */
function encodedMeans(frame: Frame, encoding: Encoding): Float64Array {
  const width = widthOf(encoding);
  const encode = rowEncoder(frame, encoding);
  const size = rowsAtATime(width);
  const design = new Float64Array(size * width);
  const sums = new Float64Array(width);
  for (let first = 0; first < frame.rows; first += size) {
    const count = Math.min(size, frame.rows - first);
    encode(first, count, design);
    for (let at = 0; at < count * width; at += 1)
      sums[at % width] = (sums[at % width] as number) + (design[at] as number);
  }
  return sums.map((sum) => sum / frame.rows);
}
