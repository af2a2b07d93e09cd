// A line of the history of retrainings. Types only.
import type { Trigger } from './model.ts';
import type { Trial } from './retraining/outcome.ts';

/** How a retraining ended, kept for the history; its key is unique. */
export interface RetrainRecord {
  readonly key: string;
  readonly watch: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly trigger: Trigger;
  readonly by: string;
  readonly result: 'promoted' | 'forced' | 'rejected' | 'proposed' | 'cancelled' | 'failed';
  readonly championBefore: number;
  readonly version: number | null;
  /** The version that a challenger is kept as which was not promoted. */
  readonly kept?: number;
  /** What the gate saw; null when it did not come to that. */
  readonly trial: Trial | null;
  /** Why it came to no decision, in the words of the error. */
  readonly failure: string | null;
  /** Who stopped it, of one that was cancelled. */
  readonly cancelledBy?: string;
}
