// What one check of a watch found: the drift report. Types only; core/evaluation and core/stats do the counting.
import type { Fault } from './errors.ts';

/** One feature (or the prediction) compared between reference and current window. */
export interface FeatureDrift {
  readonly name: string;
  readonly kind: 'numeric' | 'categorical' | 'prediction';
  /** Jensen-Shannon distance above its noise floor, rescaled to [0, 1]; null = too few rows. */
  readonly effect: number | null;
  readonly jensenShannon: number | null;
  readonly psi: number | null;
  /** Kolmogorov-Smirnov distance in [0, 1]; null for categories. */
  readonly ks: number | null;
  /** Wasserstein-1 distance in reference standard deviations; null for categories. */
  readonly wasserstein: number | null;
  /** p-value of the two-sample test (KS for numbers, chi-square for categories). */
  readonly p: number | null;
  /** p is below this check's level. */
  readonly drifted: boolean;
  /** What a person reads: mean, or share of the category that moved most. */
  readonly before: string;
  readonly after: string;
}

/** Accuracy of the champion on labelled rows of the current window against its baseline. */
export interface Performance {
  readonly baseline: number;
  /** Rows the baseline was measured on. */
  readonly baselineRows: number;
  readonly accuracy: number | null;
  readonly labelled: number;
  /** baseline - accuracy; positive = worse. */
  readonly drop: number | null;
  readonly interval: readonly [number, number] | null;
  readonly p: number | null;
  readonly drifted: boolean;
  /** Labelled rows since the accuracy is estimated to have fallen; null when it has not. */
  readonly sinceChange: number | null;
}

export type Verdict = 'ok' | 'drift' | 'insufficient_data';
/** large: proven and at or over the threshold; small: proven below it; unproven: over it without proof. */
export type Grade = 'none' | 'small' | 'large' | 'unproven';

export interface DriftReport {
  readonly watch: string;
  /** Unique per check: watch and running number. */
  readonly key: string;
  readonly number: number;
  /** When the check was made, and the event time its rows reach; milliseconds since the epoch. */
  readonly at: number;
  readonly rowsUntil: number | null;
  readonly version: number;
  readonly mode: 'full' | 'seed';
  readonly verdict: Verdict;
  readonly grade: Grade;
  /** Headline score in [0, 1]; null when there was too little data. */
  readonly score: number | null;
  readonly threshold: number;
  readonly dataScore: number | null;
  readonly skillScore: number | null;
  /** Rows new in this check, rows of the current window, rows of the reference window. */
  readonly newRows: number;
  readonly windowRows: number;
  readonly referenceRows: number;
  /** p-values below this level prove drift (budget / (checks a week x signals)). */
  readonly level: number;
  readonly features: readonly FeatureDrift[];
  readonly prediction: FeatureDrift | null;
  readonly performance: Performance | null;
  /** Cells of the new rows that could not be read as what they should be. */
  readonly faults: readonly Fault[];
  /** The verdict in one sentence's worth of facts: why it is what it is. */
  readonly reason: string;
}
