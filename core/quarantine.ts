// Rows that are held back because their data is faulty: what a person decides about. Types only.
import type { Position } from './state.ts';

/** What is wrong with the rows, in figures: before and after are what a person reads. */
export interface DataFault {
  readonly kind: 'missing' | 'category' | 'constant' | 'duplicate' | 'label';
  /** The column, or of `label` the class; null = the rows as wholes. */
  readonly of: string | null;
  readonly before: string;
  readonly after: string;
}

/** A batch of rows that neither train nor bet until a person has decided. */
export interface Quarantine {
  readonly watch: string;
  /** Counts up within its watch. */
  readonly number: number;
  /** Increases with every change that is stored. */
  readonly revision: number;
  /** What found it: an alarm whose evidence is of the data's quality, or the look at rows before a training. */
  readonly origin: 'alarm' | 'training';
  readonly reasons: readonly DataFault[];
  /** The incident it belongs to; null = none. */
  readonly incident: string | null;
  readonly openedAt: number;
  /** Event times of its first and last row, as far as they are known. */
  readonly from: number | null;
  readonly until: number | null;
  /** Of the `rows + after` rows that end at `end`, the first `rows`. */
  readonly end: Position;
  readonly rows: number;
  readonly after: number;
  /** Rows join it while the fault goes on. */
  readonly lasting: boolean;
  /** Ids of a few of its rows. */
  readonly examples: readonly string[];
  readonly status: 'held' | 'released' | 'discarded';
  /** Who decided, and when; null = nobody yet. */
  readonly by: string | null;
  readonly at: number | null;
  /** Milliseconds, from their own time on, that its rows are kept; null = they stay. */
  readonly keptFor: number | null;
}

export interface QuarantineStore {
  /** Newest first. They come here from the state, in revisions. */
  list(watch: string): Promise<Quarantine[]>;
}
