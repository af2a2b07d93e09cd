// What /quarantine answers. Types only.
import type { Quarantine } from '../quarantine.ts';
import type { MonitorState } from '../state.ts';

/** A batch as surfaces show it. */
export type BatchInfo = Pick<
  Quarantine,
  | 'number'
  | 'origin'
  | 'reasons'
  | 'openedAt'
  | 'from'
  | 'until'
  | 'rows'
  | 'lasting'
  | 'examples'
  | 'status'
  | 'by'
  | 'at'
>;

export interface QuarantineResult {
  readonly at: number;
  readonly watches: readonly {
    readonly watch: string;
    /** Newest first, also those that were decided about. */
    readonly batches: readonly BatchInfo[];
  }[];
}

export interface QuarantineDecision {
  readonly watch: string;
  readonly batch: BatchInfo;
  /** Of the watch, from now on. */
  readonly state: MonitorState;
}
