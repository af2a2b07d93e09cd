// What a retraining came to. Types only.
import type { Quality, Trigger } from '../model.ts';

/** One challenger: trained on a window, judged on the common holdout. */
export interface Candidate {
  /** Rows it was trained on, as a person names the window: "last 500", "all". */
  readonly window: string;
  readonly rows: number;
  readonly quality: Quality;
}

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
  /** False where the policy forbids it too. */
  readonly promote: boolean;
}

export interface RetrainOutcome {
  readonly watch: string;
  readonly trigger: Trigger;
  readonly by: string;
  readonly result: 'promoted' | 'rejected';
  /** An admin had the challenger promoted whatever the gate said. */
  readonly forced?: true;
  /** Nothing was done: `result` is what would have happened. */
  readonly dryRun?: true;
  readonly championBefore: number;
  /** The new version when promoted. */
  readonly version: number | null;
  /** The version that the challenger is kept as which was rejected: /promote lets it serve. */
  readonly kept?: number;
  readonly candidates: readonly Candidate[];
  readonly trial: Trial;
  readonly startedAt: number;
  readonly endedAt: number;
  /** Key of the MLflow intent; null of a dry run. */
  readonly intent: string | null;
}
