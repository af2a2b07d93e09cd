// Logarithmic loss of predicted probabilities. Pure.
import { finite, type Measure, undefinedFor } from '../stats/measure.ts';
import { areBinary } from './binary-labels.ts';
import { pairedSizes } from './paired-rows.ts';

/** A probability of exactly 0 or 1 would make a single wrong row infinitely bad. */
const CLIP = 1e-15;

/**
 * Mean of -ln of the probability given to the true class, in nats, >= 0; `probabilities` are of class 1 and are clipped
 * to [1e-15, 1 - 1e-15], `labels` are 0 or 1; n and m count the rows. No rows, another label or NaN: `invalid`.
 */
export function logLoss(probabilities: ArrayLike<number>, labels: ArrayLike<number>): Measure {
  const sizes = pairedSizes(probabilities, labels);
  if (sizes.n === 0 || !areBinary(probabilities, labels)) return undefinedFor('invalid', sizes);
  let sum = 0;
  for (let row = 0; row < sizes.n; row += 1) {
    const p = Math.min(1 - CLIP, Math.max(CLIP, probabilities[row] as number));
    sum -= labels[row] === 1 ? Math.log(p) : Math.log1p(-p);
  }
  return finite(sum / sizes.n, sizes);
}
