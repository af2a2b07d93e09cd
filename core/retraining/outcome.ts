// What a retraining came to. Types only.
import type { Quality, Trigger } from '../model.ts';

/** One challenger: trained on a window, judged on the common holdout. */
export interface Candidate {
  /** Rows it was trained on, as a person names the window: "last 500", "all". */
  readonly window: string;
  readonly rows: number;
  readonly quality: Quality;
  /** Strength of its L2 penalty as scikit-learn's C, found by inner folds; absent where somebody else trained it. */
  readonly inverseL2?: number;
  /** One-sided p-value of "it is no better than the champion"; absent in what older versions stored. */
  readonly p?: number;
}

/** Why the gate kept a challenger out, as data; cards and notes put it into words. */
export type Refusal =
  /** The paired test: behind, level, or ahead by what may be chance. */
  | { readonly guard: 'accuracy' }
  /** Right less often than the champion was when it was made, and far from proving that this is the new best. */
  | { readonly guard: 'labels'; readonly baseline: number; readonly p: number }
  /** Worse than the champion by so much, where no more than `most` is allowed. */
  | { readonly guard: 'log_loss' | 'calibration'; readonly by: number; readonly most: number }
  /** Worse on the rows of one category: p of "it is not". */
  | {
      readonly guard: 'segment';
      readonly feature: string;
      readonly value: string;
      readonly rows: number;
      readonly championOnly: number;
      readonly challengerOnly: number;
      readonly p: number;
    };

/** The exact McNemar test of challenger against champion on the same rows (McNemar 1947). */
export interface Trial {
  readonly holdoutRows: number;
  readonly champion: Quality;
  readonly challenger: Quality;
  /** Rows only the champion, and only the challenger, got right. */
  readonly championOnly: number;
  readonly challengerOnly: number;
  /** One-sided p-value of "the challenger is no better". */
  readonly p: number;
  readonly alpha: number;
  /** The champion's own regime with at least twice its rows: it has only to be no worse. */
  readonly continued?: true;
  /** What the gate has against it, the weightiest first; empty = it passed. Absent: only the paired test was asked. */
  readonly refused?: readonly Refusal[];
  /** False where the policy forbids it too. */
  readonly promote: boolean;
}

export interface RetrainOutcome {
  readonly watch: string;
  readonly trigger: Trigger;
  readonly by: string;
  /** proposed: it passed the gate and waits for a person. */
  readonly result: 'promoted' | 'rejected' | 'proposed';
  /** An admin had the challenger promoted whatever the gate said. */
  readonly forced?: true;
  /** Nothing was done: `result` is what would have happened. */
  readonly dryRun?: true;
  readonly championBefore: number;
  /** The new version when promoted. */
  readonly version: number | null;
  /** Of one that is proposed: until when it may be approved, by the clock. */
  readonly approveBy?: number;
  /** Who refused it though it had passed the gate; null = nobody approved it in time. */
  readonly declinedBy?: string | null;
  /** The version that a challenger is kept as which was not promoted: /promote lets it serve, /approve one that is proposed. */
  readonly kept?: number;
  /** The version before answers beside it for a while, and serves again where it is the better one. */
  readonly probation?: true;
  readonly candidates: readonly Candidate[];
  readonly trial: Trial;
  readonly startedAt: number;
  readonly endedAt: number;
  /** Key of the MLflow intent; null of a dry run. */
  readonly intent: string | null;
}
