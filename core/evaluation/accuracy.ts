// Accuracy, and the share of the largest class that any model must beat. Pure.
import { finite, type Measure, undefinedFor } from '../stats/measure.ts';
import { pairedSizes } from './paired-rows.ts';

/**
 * Share of rows whose predicted class equals the label, in [0, 1]; n and m count the rows. No rows: `invalid`. A NaN
 * equals nothing, so leave unlabelled rows out first.
 */
export function accuracy(predicted: ArrayLike<number>, labels: ArrayLike<number>): Measure {
  const sizes = pairedSizes(predicted, labels);
  if (sizes.n === 0) return undefinedFor('invalid', sizes);
  let right = 0;
  for (let row = 0; row < sizes.n; row += 1) {
    if (predicted[row] === labels[row]) right += 1;
  }
  return finite(right / sizes.n, sizes);
}

/** Accuracy of always predicting the most frequent label, in (0, 1]; n and m count the rows. No rows: `invalid`. */
export function majorityShare(labels: ArrayLike<number>): Measure {
  const sizes = { n: labels.length, m: labels.length };
  if (sizes.n === 0) return undefinedFor('invalid', sizes);
  const counts = new Map<number, number>();
  for (const label of Array.from(labels)) counts.set(label, (counts.get(label) ?? 0) + 1);
  return finite(Math.max(...counts.values()) / sizes.n, sizes);
}
