// How far the accuracy fell from the baseline, and how sure that is. Pure.
import { AppError } from '../errors.ts';
import { defined, type Measure, undefinedFor } from '../stats/measure.ts';
import { normalSf } from '../stats/special/normal-law.ts';
import { type Interval, wilsonInterval } from './wilson.ts';

/** Rows predicted right, out of all labelled rows. */
export interface Hits {
  readonly correct: number;
  readonly rows: number;
}

export interface AccuracyDrop {
  /** Baseline accuracy minus current accuracy: positive is worse. */
  readonly drop: number;
  /** Pooled z of the drop; 0 where nothing varies. */
  readonly z: number;
  /** P(Z >= z): small when the accuracy really fell. */
  readonly pOneSided: number;
  /** Wilson's 95 % interval of the baseline accuracy. */
  readonly baseline: Interval;
  /** Wilson's 95 % interval of the current accuracy. */
  readonly current: Interval;
  /** Newcombe's (1998) 95 % interval of the drop, built from the two above. */
  readonly interval: Interval;
}

const CONFIDENCE = 0.95;

function check({ correct, rows }: Hits): void {
  if (!Number.isSafeInteger(correct) || !Number.isSafeInteger(rows) || correct < 0 || correct > rows) {
    throw new AppError('invalid_input', 'An accuracy needs whole numbers with 0 <= correct <= rows.');
  }
}

function pooledZ(baseline: Hits, current: Hits): number {
  const share = (baseline.correct + current.correct) / (baseline.rows + current.rows);
  const variance = share * (1 - share) * (1 / baseline.rows + 1 / current.rows);
  const drop = baseline.correct / baseline.rows - current.correct / current.rows;
  return variance === 0 ? 0 : drop / Math.sqrt(variance);
}

/** The drop with its test and interval. No labelled rows on a side: `invalid`. Throws `invalid_input`. */
export function accuracyDrop(baseline: Hits, current: Hits): Measure<AccuracyDrop> {
  check(baseline);
  check(current);
  const sizes = { n: baseline.rows, m: current.rows };
  if (sizes.n === 0 || sizes.m === 0) return undefinedFor('invalid', sizes);
  const before = baseline.correct / baseline.rows;
  const after = current.correct / current.rows;
  const drop = before - after;
  const z = pooledZ(baseline, current);
  const first = wilsonInterval(baseline.correct, baseline.rows, CONFIDENCE);
  const second = wilsonInterval(current.correct, current.rows, CONFIDENCE);
  const interval = {
    low: drop - Math.hypot(before - first.low, second.high - after),
    high: drop + Math.hypot(first.high - before, after - second.low),
  };
  return defined({ drop, z, pOneSided: normalSf(z), baseline: first, current: second, interval }, sizes);
}
