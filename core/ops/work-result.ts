// What is told of long work: data, never words. Types only.
import type { Step, StoredError } from '../work.ts';

export interface WorkInfo {
  readonly id: string;
  /** train, retrain or check. */
  readonly operation: string;
  readonly watch: string | null;
  readonly by: string;
  /** Id of the request that began it. */
  readonly request: string | null;
  /** interrupted: its process ended before the work did. */
  readonly state: 'running' | 'succeeded' | 'failed' | 'interrupted';
  readonly requestedAt: number;
  readonly endedAt: number | null;
  /** The step that began last; null before the first. */
  readonly step: Step | null;
  /** What is done of it, 0..1. */
  readonly share: number;
  readonly error: StoredError | null;
}

/** With what the operation answered; null until it has succeeded. */
export interface WorkResult extends WorkInfo {
  readonly result: unknown;
}

export interface BegunWork {
  readonly work: WorkResult;
  /** The key was used before: this is the work of then. */
  readonly replayed: boolean;
}
