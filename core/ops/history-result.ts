// What /history answers with: data, never words. Types only.
import type { AuditEntry } from '../audit.ts';
import type { DriftReport } from '../drift.ts';
import type { Incident } from '../news.ts';
import type { RunState } from '../ports.ts';
import type { RetrainRecord } from '../record.ts';

export interface CheckLine {
  readonly number: number;
  /** Of its newest row, or of the check where rows carry no time. */
  readonly at: number;
  readonly version: number;
  readonly verdict: DriftReport['verdict'];
  readonly grade: DriftReport['grade'];
  readonly score: number | null;
  readonly threshold: number;
  readonly newRows: number;
}

export interface IncidentLine {
  readonly number: number;
  readonly firedAt: number;
  /** null: it is open. */
  readonly closedAt: number | null;
  readonly resolution: Incident['resolution'];
  /** Times it fired. */
  readonly fired: number;
  readonly takenBy: string | null;
}

export interface RetrainLine extends RetrainRecord {
  readonly run: RunState;
}

/** A page of what was, newest first; the cursors are those of the pages beside it. */
export type HistoryResult = {
  readonly older: string | null;
  readonly newer: string | null;
  /** IANA name of the zone its times are read in. */
  readonly timezone: string;
} & (
  | { readonly kind: 'checks'; readonly watch: string; readonly lines: readonly CheckLine[] }
  | { readonly kind: 'retrains'; readonly watch: string; readonly lines: readonly RetrainLine[] }
  | { readonly kind: 'incidents'; readonly watch: string; readonly lines: readonly IncidentLine[] }
  | {
      readonly kind: 'audit' | 'traffic';
      /** null: of all. */
      readonly watch: string | null;
      readonly lines: readonly AuditEntry[];
    }
);
