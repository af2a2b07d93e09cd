// Expected calibration error: how much a model promises more, or less, than it keeps (Naeini et al. 2015). Pure.
import { defined, type Measure, undefinedFor } from '../stats/measure.ts';
import { areBinary } from './binary-labels.ts';
import { pairedSizes } from './paired-rows.ts';

/**
 * Mean |share of ones - mean probability| of `bins` equally wide bins of the probability of class 1, weighted by rows, in
 * [0, 1]; labels 0 or 1; n and m count the rows. No rows, another label, no probability in [0, 1]: `invalid`.
 */
export function expectedCalibrationError(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  bins = 10,
): Measure {
  const sizes = pairedSizes(probabilities, labels);
  if (sizes.n === 0 || !areBinary(probabilities, labels)) return undefinedFor('invalid', sizes);
  // The sum of label - probability: its size is rows x |share - mean|.
  const gaps = new Float64Array(bins);
  for (let row = 0; row < sizes.n; row += 1) {
    const p = probabilities[row] as number;
    if (p < 0 || p > 1) return undefinedFor('invalid', sizes);
    const bin = Math.min(bins - 1, Math.floor(p * bins));
    gaps[bin] = (gaps[bin] as number) + (labels[row] as number) - p;
  }
  return defined(gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / sizes.n, sizes);
}
