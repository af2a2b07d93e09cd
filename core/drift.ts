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
  /** p-value of the two-sample tests of this one look: shown, never decides. KS for numbers, exact for categories and few values. */
  readonly p: number | null;
  /** The evidence names it as a cause. */
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
  /** 95 % interval of the drop (Newcombe). */
  readonly interval: readonly [number, number] | null;
  /** A loss is confirmed: the interval lies above 0, or (mode `seed`) the drop over the threshold. */
  readonly drifted: boolean;
  /** Labelled rows since the accuracy is estimated to have fallen; null when it has not. */
  readonly sinceChange: number | null;
}

/** Accuracy as the champion's own scores tell it, without labels (CBPE); it cannot see a changed meaning of the features. */
export interface Estimate {
  readonly accuracy: number;
  /** The same, on the reference. */
  readonly baseline: number;
  /** Standard deviation of `accuracy` from sampling alone. */
  readonly deviation: number;
  readonly rows: number;
  /** Share of the rows whose score lies outside those the calibration has seen. */
  readonly outside: number;
}

/** What the evidence is gathered from. */
export type SignalKind =
  | 'feature'
  | 'missing'
  | 'range'
  | 'category'
  | 'score'
  | 'prediction'
  | 'label'
  | 'error'
  | 'estimate';

/** A moment in a stream of rows. */
interface Moment {
  /** Rows of the watch since then. */
  readonly rows: number;
  /** Event time, or the time of the check where rows carry none; milliseconds since the epoch. */
  readonly at: number;
}

/** A signal that speaks for drift. */
export interface Cause {
  readonly kind: SignalKind;
  /** The feature or class it is about; null for the model as a whole. */
  readonly of: string | null;
  /** Its part of the evidence, in [0, 1]. */
  readonly share: number;
  /** Estimated beginning of the change. */
  readonly since: Moment | null;
  /** What a person reads: mean, share, or rate, in the reference and now. */
  readonly before: string;
  readonly after: string;
}

/** Why a signal cannot prove anything yet. */
export type Learning = 'few rows' | 'short history' | 'restless history' | 'few labels';

/** What a champion's monitor can promise, worked out when it is armed. */
export interface Prospect {
  readonly falseAlarmsPerWeek: number;
  readonly signals: number;
  /** Signals that promise nothing yet, by reason, most first. */
  readonly learning: readonly { readonly because: Learning; readonly signals: number }[];
  /** Alarms it would have raised on the last third of the reference, armed on the first two; null = too short, or too wide, to try. */
  readonly trial: { readonly alarms: number; readonly rows: number; readonly days: number | null } | null;
  /**
   * The smallest shift of the mean of the number that matters most, in standard deviations, that a day of rows can be
   * expected to prove; null shift = none, null = no number may prove drift yet.
   */
  readonly provable: {
    readonly feature: string;
    readonly shift: number | null;
    readonly rowsPerDay: number;
  } | null;
}

/** How sure it is that something changed (README, "The evidence"). */
export interface Evidence {
  /** E, natural logarithm; null = nothing speaks for drift. Of the signals that may prove it. */
  readonly log: number | null;
  /** log A: from here on drift is proven. */
  readonly bar: number;
  /** The same of all signals, those that still learn included: can only make a suspicion. */
  readonly suspicion: number | null;
  /** The strongest signals, at most three. */
  readonly causes: readonly Cause[];
  /** Something is suspected (half of log A was reached), and it has not been quiet since. */
  readonly suspected: boolean;
  /** Where the change of the last alarm began, while that alarm stands; null = none stands. */
  readonly standing: Moment | null;
  readonly signals: number;
  readonly learning: { readonly signals: number; readonly because: Learning } | null;
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
  /** null in mode `seed`, which asks for no proof. */
  readonly evidence: Evidence | null;
  readonly features: readonly FeatureDrift[];
  readonly prediction: FeatureDrift | null;
  readonly performance: Performance | null;
  /** null without a calibration of the champion's scores. */
  readonly estimate: Estimate | null;
  /** Cells of the new rows that could not be read as what they should be. */
  readonly faults: readonly Fault[];
}

/** What a digest counts of a report. */
export interface ReportFigures {
  readonly at: number;
  readonly rows: number;
  readonly verdict: Verdict;
  /** null = too few labels. */
  readonly accuracy: number | null;
}
