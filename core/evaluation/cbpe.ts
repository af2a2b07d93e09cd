// Performance without labels: what calibrated probabilities say of the answers that were given (CBPE, NannyML). Pure.
import { defined, type Measure, undefinedFor } from '../stats/measure.ts';
import { type Calibrator, calibrated, isOutside } from './calibrator.ts';
import { pairedSizes } from './paired-rows.ts';

/** What a model said of some rows. */
export interface Answered {
  /** Row-major, rows x classes; NaN where it gave none. */
  readonly probabilities: Float64Array;
  /** The class it said, as a code; -1 = none. */
  readonly predicted: Int32Array;
  readonly classes: number;
}

/**
 * The probability that is calibrated, one a row: of two classes that of the second, of more the largest. NaN where the
 * model said nothing.
 */
export function scoresOf({ probabilities, predicted, classes }: Answered): Float64Array {
  const scores = new Float64Array(predicted.length);
  for (let row = 0; row < scores.length; row += 1) {
    const own = probabilities.subarray(row * classes, (row + 1) * classes);
    if (predicted[row] === -1) scores[row] = Number.NaN;
    else scores[row] = classes === 2 ? (own[1] as number) : Math.max(...own);
  }
  return scores;
}

/**
 * What `fitCalibrator` fits to: the scores of the rows that have a label (-1 = not known) and a score, and whether they
 * came true: of two classes "the label is the second", of more "the answer was right".
 */
export function calibrationRows(
  answered: Answered,
  labels: ArrayLike<number>,
): { readonly scores: number[]; readonly hits: number[] } {
  const { n } = pairedSizes(answered.predicted, labels);
  const given = scoresOf(answered);
  const [scores, hits]: [number[], number[]] = [[], []];
  for (let row = 0; row < n; row += 1) {
    const [score, label] = [given[row] as number, labels[row] as number];
    if (label < 0 || Number.isNaN(score)) continue;
    scores.push(score);
    hits.push(Number(label === (answered.classes === 2 ? 1 : answered.predicted[row])));
  }
  return { scores, hits };
}

/** One a row: 1 minus the largest calibrated probability, in [0, 1]; NaN where the model gave no score. */
export function expectedMisses(calibrator: Calibrator, answered: Answered): Float64Array {
  const two = answered.classes === 2;
  return scoresOf(answered).map((score) => {
    const p = calibrated(calibrator, score);
    return two ? Math.min(p, 1 - p) : 1 - p;
  });
}

export interface Estimate {
  /** Expected share of right answers. It cannot see that the label of the same features has changed. */
  readonly accuracy: number;
  /** Of the accuracy of that many rows by chance alone, were the calibrated probabilities exact. */
  readonly standardDeviation: number;
  /** Of two classes only; null without a row that is, or is said to be, of the second. */
  readonly f1: number | null;
  /** Of two classes only; null when one of them is not expected at all. */
  readonly auc: number | null;
  /** Share of rows whose score the calibrator has seen nothing like. */
  readonly outside: number;
}

/** Estimate on the rows that have a score; n and m count them. Without one: `invalid`. */
export function estimatePerformance(calibrator: Calibrator, answered: Answered): Measure<Estimate> {
  const scores = scoresOf(answered);
  const rows = [...scores.keys()].filter((row) => !Number.isNaN(scores[row]));
  const sizes = { n: rows.length, m: rows.length };
  if (rows.length === 0) return undefinedFor('invalid', sizes);
  const p = Float64Array.from(rows, (row) => calibrated(calibrator, scores[row] as number));
  const said = Int32Array.from(rows, (row) => answered.predicted[row] as number);
  const outside = rows.filter((row) => isOutside(calibrator, scores[row] as number)).length / rows.length;
  const variance = p.reduce((sum, share) => sum + share * (1 - share), 0);
  const standardDeviation = Math.sqrt(variance) / rows.length;
  const expected =
    answered.classes === 2
      ? expectedOfTwo(p, said)
      : { accuracy: p.reduce((sum, share) => sum + share, 0) / rows.length, f1: null, auc: null };
  return defined({ ...expected, standardDeviation, outside }, sizes);
}

/** Expected numbers of rows of two classes, the second one being the positive. */
interface Expected {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
}

/** `p` of the second class, calibrated; `predicted` 0 or 1, anything else being wrong for certain. */
export function expectedCounts(p: ArrayLike<number>, predicted: ArrayLike<number>): Expected {
  const { n } = pairedSizes(p, predicted);
  let [truePositives, falsePositives, falseNegatives, trueNegatives] = [0, 0, 0, 0];
  for (let row = 0; row < n; row += 1) {
    const share = p[row] as number;
    if (predicted[row] === 1) {
      truePositives += share;
      falsePositives += 1 - share;
    } else {
      falseNegatives += share;
      if (predicted[row] === 0) trueNegatives += 1 - share;
    }
  }
  return { truePositives, falsePositives, falseNegatives, trueNegatives };
}

/** Accuracy, F1 and AUC to expect of two classes; at least one row. Arguments as `expectedCounts`. */
export function expectedOfTwo(
  p: ArrayLike<number>,
  predicted: ArrayLike<number>,
): Pick<Estimate, 'accuracy' | 'f1' | 'auc'> {
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = expectedCounts(p, predicted);
  const positives = 2 * truePositives + falsePositives + falseNegatives;
  return {
    accuracy: (truePositives + trueNegatives) / p.length,
    f1: positives === 0 ? null : (2 * truePositives) / positives,
    auc: expectedAuc(p),
  };
}

/**
 * Sum over all pairs of p_i (1 - p_j) [p_i > p_j, equals counting half], over that sum without the condition. By sorting,
 * O(n log n).
 */
function expectedAuc(p: ArrayLike<number>): number | null {
  const sorted = Float64Array.from(p).sort();
  let [wins, negatives, positives] = [0, 0, 0];
  for (let at = 0; at < sorted.length; ) {
    const share = sorted[at] as number;
    let end = at;
    while (sorted[end] === share) end += 1;
    const [ones, zeros] = [(end - at) * share, (end - at) * (1 - share)];
    wins += ones * (negatives + zeros / 2);
    negatives += zeros;
    positives += ones;
    at = end;
  }
  const pairs = positives * negatives;
  return pairs === 0 ? null : wins / pairs;
}
