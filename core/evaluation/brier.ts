// Brier score: how far probabilities are from what happened (Brier 1950). Pure.
import { finite, type Measure, undefinedFor } from '../stats/measure.ts';
import { areBinary } from './binary-labels.ts';
import { pairedSizes } from './paired-rows.ts';

/**
 * Mean squared difference of the probability of class 1 and the label, 0 or 1, in [0, 1] for probabilities; n and m count
 * the rows. No rows, another label or NaN: `invalid`.
 */
export function brierScore(probabilities: ArrayLike<number>, labels: ArrayLike<number>): Measure {
  const sizes = pairedSizes(probabilities, labels);
  if (sizes.n === 0 || !areBinary(probabilities, labels)) return undefinedFor('invalid', sizes);
  let sum = 0;
  for (let row = 0; row < sizes.n; row += 1)
    sum += ((probabilities[row] as number) - (labels[row] as number)) ** 2;
  return finite(sum / sizes.n, sizes);
}
