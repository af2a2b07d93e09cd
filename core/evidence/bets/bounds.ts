// How large a mean, and how large a distance from the reference, is still no drift. Pure.
import { clopperPearsonUpper } from '../../evaluation/clopper-pearson.ts';
import { chiSquareQuantile } from '../../stats/special/chi-square-law.ts';
import { requireDomain } from '../../stats/special/domain.ts';

/** A rise of a share by less is not drift. */
const leastTolerance = 0.02;
/** 0.02 nats a row: PSI 0.04, or a mean shift of 0.2 standard deviations. */
const leastKappa = 0.02;

/** The baseline is itself an estimate: this sure the bound lies above the truth. */
const confidence = 0.975;
/**
 * From few rows the truth lies far above an unlucky bound, and then every week has its alarms: 0.3 a week at 100 rows, and
 * 0 to 0.02 with this (sixty simulated weeks each at rates of 0.05, 0.1 and 0.3).
 */
const [fewRows, ofFewRows] = [300, 0.995];
const largestBound = 0.95;
/** Chance that the reference's own sampling error exceeds a column's tolerance, shared by the columns. */
const referenceError = 0.01;

/** A mean of values in [0, 1] in the reference, and a bound that the true mean exceeds with probability 0.025 at most (0.005 below 300 rows of an indicator). */
export interface Baseline {
  readonly mean: number;
  readonly upper: number;
}

/** Of an indicator: the exact limit of a share (Clopper and Pearson 1934). No rows say nothing: 1. */
export function shareBaseline(ones: number, n: number): Baseline {
  const sure = n < fewRows ? ofFewRows : confidence;
  return { mean: n === 0 ? 1 : ones / n, upper: clopperPearsonUpper(ones, n, sure) };
}

/** Of any values in [0, 1]: the empirical Bernstein bound (Maurer and Pontil 2009, theorem 4). Throws `invalid_input`. */
export function meanBaseline(values: Float64Array): Baseline {
  const n = values.length;
  if (n < 2) return { mean: values[0] ?? 1, upper: 1 };
  let sum = 0;
  for (let row = 0; row < n; row += 1) sum += values[row] as number;
  const mean = sum / n;
  let squares = 0;
  for (let row = 0; row < n; row += 1) squares += ((values[row] as number) - mean) ** 2;
  requireDomain(mean >= 0 && mean <= 1, 'a baseline is a mean of values from 0 to 1');
  const variance = squares / (n - 1);
  const log = Math.log(2 / (1 - confidence));
  const error = Math.sqrt((2 * variance * log) / n) + (7 * log) / (3 * (n - 1));
  return { mean, upper: Math.min(1, mean + error) };
}

/**
 * The bound of the mean engine: the baseline plus the least tolerance or the baseline's own error, whichever is larger,
 * plus what `extra` rise replay has shown to be normal.
 */
export function meanBound({ mean, upper }: Baseline, extra = 0): number {
  return Math.min(largestBound, mean + Math.max(leastTolerance, upper - mean) + extra);
}

/** The extra rise at which the bound reaches its ceiling: beyond it nothing could be proven any more. */
export const mostExtra = (baseline: Baseline) => largestBound - meanBound(baseline);

/**
 * Least tolerance of a column of `cells` cells (Other and missing counted) among `features`, for a reference of `n`
 * rows, in nats a row: twice n KL of two samples of one law is about chi-square, and a bet that has matured against the
 * reference's sampling error grows by what the reference is off.
 */
export function kappaFloor({ cells, n, features }: { cells: number; n: number; features: number }): number {
  if (cells < 2 || n === 0) return leastKappa;
  return Math.max(leastKappa, chiSquareQuantile(1 - referenceError / features, cells - 1) / n);
}
