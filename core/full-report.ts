// All there is to say of a window when a person asks: the full report, or one feature of it. Types only.
import type { Cause, FeatureDrift } from './drift.ts';

/** Whether a classifier can tell the window from the reference, which sees what moves together. */
export interface DomainShift {
  /** Out of fold; 0.5 = it cannot, 1 = it always can. */
  readonly auc: number;
  /** Where chance alone keeps the AUC in 95 of 100 cases. */
  readonly band: readonly [number, number];
  readonly beyondChance: boolean;
  /** 2 |AUC - 0.5|, in [0, 1]. */
  readonly score: number;
  /** Features by their share, in (0, 1], of what tells the windows apart; largest first. */
  readonly leansOn: readonly { readonly name: string; readonly share: number }[];
}

/** What moved the predictions, in log-odds; of more than two classes of one against the mean of all. */
export interface Attribution {
  /** The class whose score this is about. */
  readonly towards: string;
  /** Mean score of the window minus that of the reference. */
  readonly change: number;
  /** The part of each feature: they add up to `change`. Largest first, whatever its sign. */
  readonly features: readonly { readonly name: string; readonly change: number }[];
}

/** One column as the full report shows it: all of a check's comparison but its verdict, for one look of a person. */
export interface ReportedColumn extends Omit<FeatureDrift, 'drifted'> {
  /** What the Jensen-Shannon distance reaches by chance alone in 95 of 100 cases; the effect is what exceeds it. */
  readonly jensenShannonFloor: number | null;
  /** What the Wasserstein distance is on average by chance alone, in reference standard deviations. */
  readonly wassersteinByChance: number | null;
  /** Wasserstein-1 between the 1 % and the 99 % quantile of the reference, in standard deviations of what lies there. */
  readonly trimmedWasserstein: number | null;
  /** p adjusted for all columns of the report (Benjamini and Hochberg): up to 0.05 it is shown as moved. */
  readonly adjustedP: number | null;
}

/** The champion's accuracy three ways, each null where it cannot be known. */
export interface AccuracyStory {
  /** On the reference window, rows it had not learned from. */
  readonly before: { readonly accuracy: number; readonly rows: number } | null;
  /** Of the window's rows as its own calibrated probabilities say, which cannot see that the label means something else. */
  readonly estimated: {
    readonly accuracy: number;
    /** By chance alone. */
    readonly standardDeviation: number;
    readonly rows: number;
    /** Two classes only. */
    readonly f1: number | null;
    readonly auc: number | null;
    /** Share of rows with a score that calibration never saw. */
    readonly outside: number;
  } | null;
  /** Of the window's labelled rows, with Wilson's 95 % interval. */
  readonly measured: {
    readonly accuracy: number;
    readonly rows: number;
    readonly interval: readonly [number, number];
  } | null;
}

export type Span = '1h' | '24h' | '7d';

export interface Reach {
  /** Counted back from the newest row. */
  readonly span: Span;
  /** More rows lie in it than are read at once: only the newest of them were. */
  readonly cut: boolean;
}

/** The same of the reference and of the window. */
interface Compared<T> {
  readonly before: T;
  readonly after: T;
}

/** What the values of one feature are like. */
export interface Spread {
  /** Shares of the rows, in [0, 1]. */
  readonly missing: Compared<number>;
  /** Numbers: quantiles of the values that are there; null = there are none. */
  readonly quantiles: readonly ({ readonly at: number } & Compared<number | null>)[];
  /** Categories: shares of the rows, most common first; of a null name all others together. */
  readonly shares: readonly ({ readonly category: string | null } & Compared<number>)[];
}

/** One feature in full: its spread, and what the checks say of it. */
export interface FeatureStory extends Spread {
  readonly name: string;
  /** What of the evidence of the newest check is of it. */
  readonly causes: readonly Cause[];
  /** The newest check whose evidence named it, among the newest `looked`; null = none of them. */
  readonly lastDrifted: { readonly check: number; readonly at: number } | null;
  readonly looked: number;
}

/** All there is to say of the current window, worked out when a person asks. It decides nothing. */
export interface FullReport {
  readonly watch: string;
  readonly version: number;
  readonly at: number;
  /** Event time the window reaches; null where rows carry none. */
  readonly rowsUntil: number | null;
  readonly windowRows: number;
  readonly referenceRows: number;
  /** How far its rows reach back where a time was asked for; null = the window the checks judge by. */
  readonly reach: Reach | null;
  /** Of the features alone, in [0, 1]: what a check would score them, without its verdict. */
  readonly score: number;
  /** What a check's score is held against. */
  readonly threshold: number;
  /** By adjusted p, then by effect; columns without a p last. */
  readonly features: readonly ReportedColumn[];
  readonly prediction: ReportedColumn | null;
  /** null = too few rows, or nothing varies. */
  readonly domain: DomainShift | null;
  /** null = the model is not linear, or is served elsewhere. */
  readonly attribution: Attribution | null;
  readonly accuracy: AccuracyStory;
  /** The one that was asked about. */
  readonly feature: FeatureStory | null;
}
