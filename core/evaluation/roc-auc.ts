// Area under the ROC curve. Pure.
import { mannWhitneyAuc } from '../stats/mann-whitney.ts';
import { type Measure, undefinedFor } from '../stats/measure.ts';
import { areBinary } from './binary-labels.ts';
import { pairedSizes } from './paired-rows.ts';

/** The scores of one class, ascending. */
function scoresOf(label: number, scores: ArrayLike<number>, labels: ArrayLike<number>): Float64Array {
  return Float64Array.from(Array.from(scores).filter((_, row) => labels[row] === label)).sort();
}

/**
 * Chance that a random row of class 1 scores higher than one of class 0, ties counting half (mid-ranks), in [0, 1];
 * `labels` are 0 or 1, n counts the zeros and m the ones. One class only: `constant`; no rows, another label, a score
 * that is not finite: `invalid`.
 */
export function rocAuc(scores: ArrayLike<number>, labels: ArrayLike<number>): Measure {
  const sizes = pairedSizes(scores, labels);
  if (sizes.n === 0 || !areBinary(scores, labels)) return undefinedFor('invalid', sizes);
  const zeros = scoresOf(0, scores, labels);
  const ones = scoresOf(1, scores, labels);
  const classes = { n: zeros.length, m: ones.length };
  return classes.n === 0 || classes.m === 0 ? undefinedFor('constant', classes) : mannWhitneyAuc(zeros, ones);
}
