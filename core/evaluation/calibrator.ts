// From what a model says to how often it is right when it says so. Pure.
import { fitIsotonic, type Isotonic, isotonicAt } from './isotonic.ts';
import { pairedSizes } from './paired-rows.ts';
import { fitPlatt, type Platt, plattAt } from './platt.ts';

interface Range {
  /** Labelled rows it was fitted to. */
  readonly rows: number;
  /** Lowest and highest score among them: beyond these a calibrated probability is an extrapolation. */
  readonly low: number;
  readonly high: number;
}

/** Plain JSON. */
export type Calibrator = Range &
  ((Isotonic & { readonly kind: 'isotonic' }) | (Platt & { readonly kind: 'platt' }));

/** A free curve needs this many rows; fewer get a sigmoid, and fewer than the least nothing. */
const rowsForIsotonic = 200;
const leastRows = 30;

/** A score of exactly 0 or 1 has no log-odds. */
const clip = 1e-6;

/**
 * Fits to scores in [0, 1] that a model gave to rows it had not learned from (out of fold, or served), and whether what
 * was scored came true (1) or not (0). Isotonic from 200 rows on; below, Platt's sigmoid of the log-odds, which leaves a
 * calibrated model as it is; null below 30 rows. Throws `invalid_input`.
 */
export function fitCalibrator(scores: ArrayLike<number>, hits: ArrayLike<number>): Calibrator | null {
  const { n: rows } = pairedSizes(scores, hits);
  if (rows < leastRows) return null;
  const known = Array.from(scores);
  const least = (one: number, other: number) => Math.min(one, other);
  const most = (one: number, other: number) => Math.max(one, other);
  const range = { rows, low: known.reduce(least), high: known.reduce(most) };
  return rows < rowsForIsotonic
    ? { kind: 'platt', ...range, ...fitPlatt(known.map(logOdds), hits) }
    : { kind: 'isotonic', ...range, ...fitIsotonic(scores, hits) };
}

/** The probability, in [0, 1], that what a model gives this score comes true; NaN for a model that gave none. */
export function calibrated(calibrator: Calibrator, score: number): number {
  return calibrator.kind === 'isotonic' ? isotonicAt(calibrator, score) : plattAt(calibrator, logOdds(score));
}

/** Whether a score lies beyond all that the calibrator has seen. */
export function isOutside({ low, high }: Calibrator, score: number): boolean {
  return score < low || score > high;
}

function logOdds(score: number): number {
  const inside = Math.min(1 - clip, Math.max(clip, score));
  return Math.log(inside / (1 - inside));
}
