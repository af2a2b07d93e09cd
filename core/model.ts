// A model version: immutable once stored. Types only.
import type { FittedModel } from './estimators/estimator.ts';
import type { Calibrator } from './evaluation/calibrator.ts';

/** What a version came from; `expected` and `learning`: the model of the one before, on a larger reference window. */
export type Trigger = 'first' | 'drift' | 'manual' | 'api' | 'schedule' | 'expected' | 'learning';

/** Where a run is logged, as MLflow names it. Pages are for a person's browser: null without a public address. */
export interface RunLink {
  readonly runId: string;
  readonly url: string | null;
  /** The version its model became in MLflow's registry; absent when it became none. */
  readonly registered?: { readonly name: string; readonly version: string; readonly url: string | null };
  /** The page that holds it against the run of the champion it met; absent without one. */
  readonly compareUrl?: string;
}

/** Metrics of a model on labelled rows it was not trained on. */
export interface Quality {
  readonly rows: number;
  readonly accuracy: number;
  /** null for a model served elsewhere that gives no probabilities. */
  readonly logLoss: number | null;
  /** Area under the ROC curve; null for more than two classes, and without probabilities. */
  readonly auc: number | null;
  /** Expected calibration error in ten bins; null without probabilities, absent before it was measured. */
  readonly ece?: number | null;
}

/** How often the champion is right when it is so sure, learned from rows it was not fitted to. */
export interface Calibration {
  readonly calibrator: Calibrator;
  /** Mean expected share of misses on those rows. */
  readonly doubt: number;
  /** Estimated accuracy on those rows. */
  readonly accuracy: number;
}

export interface ModelVersion {
  readonly watch: string;
  readonly version: number;
  readonly model: FittedModel;
  /**
   * Quality on the reference window, the accuracy later windows are held against: out of fold, or as it was served
   * elsewhere. null = too few rows of that window have a label.
   */
  readonly baseline: Quality | null;
  /** null: too few labels, or no scores. */
  readonly calibration: Calibration | null;
  /** Share of the most frequent class: what a model without skill reaches; 1 without labels. */
  readonly majorityShare: number;
  /** sha256 of the stored reference window. */
  readonly reference: string;
  readonly referenceRows: number;
  /** Strength of the L2 penalty it was fitted with, as scikit-learn's C; absent where none was, and before it was kept. */
  readonly inverseL2?: number;
  /** The version of Vigie that fitted it; absent likewise, and where that was not kept yet. */
  readonly service?: string;
  readonly trainedAt: number;
  readonly trigger: Trigger;
  /** The gate, or the policy, kept it out when it was made: it serves only if a person wants it to. */
  readonly decision?: 'rejected';
  readonly trainedBy: string;
  /** Key of the intent of the training its model comes from; null when there was none, or it is not kept. */
  readonly intent: string | null;
  /** Only of a model of somebody else: the file it is, and where that came from. */
  readonly origin?: ModelOrigin;
}

/** Why a version came to serve: recorded with the change of state that made it the champion, and never changed. */
export interface ChampionChange {
  readonly watch: string;
  /** Of the state it changed: a later change has a larger one. */
  readonly rev: number;
  readonly at: number;
  /** null: nothing served before. */
  readonly from: number | null;
  readonly to: number;
  /**
   * trained: without a gate. retrained, forced: by a tournament, whatever the gate said in the second case. promoted: a
   * person named it. undone: its successor failed its probation. expected, learning, labelled: the model of the one before, held against another reference window.
   */
  readonly how:
    | 'trained'
    | 'retrained'
    | 'forced'
    | 'promoted'
    | 'rolled_back'
    | 'undone'
    | 'expected'
    | 'learning'
    | 'labelled';
  readonly by: string;
  readonly reason: string | null;
  /** What began the training. */
  readonly trigger: Trigger | null;
  /** Number of the incident that was open. */
  readonly incident: number | null;
  /** What the gate saw (McNemar 1947): rows only one of the two got right, one-sided p and the most that it lets through. */
  readonly trial: {
    readonly holdoutRows: number;
    readonly championOnly: number;
    readonly challengerOnly: number;
    readonly p: number;
    readonly alpha: number;
  } | null;
  /** What the probation saw of a promotion that it undid: labelled rows, and those only one of the two got right. */
  readonly duels?: { readonly rows: number; readonly oldOnly: number; readonly newOnly: number };
  /** Key of the intent of its training; null of one that was made before. */
  readonly intent: string | null;
}

/** The changes of champion around a moment; null = none is recorded. */
export interface Succession {
  /** The newest one at that moment or before it. */
  readonly last: ChampionChange | null;
  /** The newest of these that brought another model, not just another reference window. */
  readonly brought: ChampionChange | null;
  /** The oldest one after it. */
  readonly next: ChampionChange | null;
}

export interface ModelOrigin {
  /** sha256 of the stored ONNX file. */
  readonly file: string;
  /** In MLflow's own numbers; null = the watch's training command wrote it. */
  readonly registered: { readonly name: string; readonly version: string } | null;
}
