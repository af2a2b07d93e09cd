// What /model answers with: data, never words. Types only.
import type { Quality, Trigger } from '../model.ts';
import type { RunState } from '../ports.ts';

export interface ModelInfo {
  readonly version: number;
  /** null: neither now nor last before. */
  readonly serves: 'now' | 'before' | null;
  /** The gate kept it out when it was made. */
  readonly rejected: boolean;
  /** It passed the gate and waits for a person. */
  readonly proposed?: true;
  /** It was promoted, and its probation put the version before back. */
  readonly undone?: true;
  readonly estimator: string;
  readonly trigger: Trigger;
  readonly trainedAt: number;
  readonly trainedBy: string;
  /** null = its reference window has too few labels. */
  readonly baseline: Quality | null;
  /** Rows of its reference window. */
  readonly rows: number;
  readonly run: RunState;
}

export interface ModelsResult {
  readonly watch: string;
  readonly elsewhere: boolean;
  /** IANA name of the watch's zone. */
  readonly timezone: string;
  /** Newest first. */
  readonly versions: readonly ModelInfo[];
}
