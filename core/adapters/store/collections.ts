// The collections and the shape of their documents.
// Every document carries `v`, its layout version; fields that expire are Dates, domain times are milliseconds.
import type { Binary, Db } from 'mongodb';
import type { AuditEntry, Decided } from '../../audit.ts';
import type { DriftReport } from '../../drift.ts';
import type { Intent } from '../../intent.ts';
import type { ChampionChange, ModelVersion, RunLink } from '../../model.ts';
import type { News } from '../../news.ts';
import type { Observation } from '../../observation.ts';
import type { MessageRef } from '../../ports.ts';
import type { Quarantine } from '../../quarantine.ts';
import type { RetrainRecord } from '../../record.ts';
import type { Pending, WatchState } from '../../state.ts';
import type { Task } from '../../store.ts';
import type { Work } from '../../work.ts';

interface Queued {
  _id: string;
  status: 'due' | 'sent' | 'dead' | 'superseded';
  nextAt: Date;
  leaseUntil: Date;
  attempts: number;
  reason?: string;
  remedy?: string;
  endedAt?: Date;
}

export interface OutboxRow extends Queued {
  v: 3;
  thread: string;
  revision: number;
  news: News;
}

export interface IntentRow extends Queued {
  v: 2;
  progress: Readonly<Record<string, string>>;
  run: RunLink | null;
  intent: Intent;
}

export interface StateRow extends Omit<WatchState, 'watch' | 'pending'> {
  _id: string;
  pending: Pending[];
}

export interface ModelRow extends ModelVersion {
  _id: string;
  v: 2;
}

type Kept<Row extends Observation> = Row extends Observation ? Omit<Row, 'expiresAt'> : never;

/** `_id` is watch/id, so that two watches may use the same ids; rows of version 1 kept their id alone. */
export type ObservationRow = Kept<Observation> & {
  _id: string;
  v: 2;
  seq: number;
  expiresAt: Date;
  label: string | null;
};

/**
 * Rows of one version that came the same way at about the same time, and all of a request that any of its rows is of.
 * Their values lie in rows, little-endian, so that one document holds a thousand at the price of one.
 */
export interface BlockRow {
  /** The first of `requests` when it was stored. */
  _id: string;
  v: 1;
  /** Counts its changes. */
  rev: number;
  watch: string;
  version: number;
  via: string;
  storedAt: number;
  /** Milliseconds from `at` of a row to its `expiresAt`. */
  life: number;
  /** Of its last row: no other is over a minute or more before. */
  expiresAt: Date;
  /** Sequence numbers of its first row and its last. */
  seq: number;
  last: number;
  /** watch/request: ids of rows without their place in the request. No two blocks have one in common. */
  requests: string[];
  classes: string[];
  texts: string[];
  /** The features that are texts, each a place in `texts`. */
  textual: number[];
  /** Float64, for each row: at, probability, then the features; NaN = missing. */
  numbers: Binary;
  /** Int32, for each row: its sequence number less `seq`, request, place in the request (-1 = it has none), class. */
  marks: Binary;
}

export interface LabelRow {
  _id: string;
  v: 3;
  watch: string;
  id: string;
  label: string;
  at: number;
  expiresAt: Date;
  by: string;
  /** Of a row in a block that learning may see: its sequence number, and which block. */
  seq?: number;
  block?: string;
}

export interface CheckRow {
  _id: string;
  v: 2;
  watch: string;
  number: number;
  at: Date;
  report: DriftReport;
}

export interface AuditRow extends AuditEntry {
  _id: string;
  v: 1;
  expiresAt: Date;
}

export interface RetrainRow {
  _id: string;
  v: 1;
  watch: string;
  at: Date;
  record: RetrainRecord;
}

export interface ChampionRow {
  _id: string;
  v: 1;
  watch: string;
  at: number;
  rev: number;
  /** The model is that of the champion before. */
  same: boolean;
  change: ChampionChange;
}

export interface QuarantineRow extends Quarantine {
  _id: string;
  v: 1;
  expiresAt: Date | null;
}

export interface WorkRow extends Omit<Work, 'id'> {
  _id: string;
  v: 1;
  expiresAt: Date;
}

interface LeaseRow {
  _id: string;
  v: 1;
  owner: string;
  until: Date;
  task?: Task | null;
  /** A wish names whom it was meant for: the next owner is not concerned. */
  stop?: { owner: string; by: string };
}

interface JobRow {
  name: string;
  lastRunAt?: Date | null;
  nextRunAt?: Date | null;
  lockedAt?: Date | null;
  failReason?: string | null;
  failedAt?: Date | null;
  lastFinishedAt?: Date | null;
}

export function collections(db: Db) {
  return {
    states: db.collection<StateRow>('watch_state'),
    models: db.collection<ModelRow>('models'),
    observations: db.collection<ObservationRow>('observations'),
    blocks: db.collection<BlockRow>('prediction_blocks'),
    labels: db.collection<LabelRow>('labels'),
    layouts: db.collection<{ _id: string; v: 1; names: readonly string[] }>('layouts'),
    counters: db.collection<{ _id: string; v: 1; n: number }>('counters'),
    leases: db.collection<LeaseRow>('leases'),
    marks: db.collection<{ _id: string; v: 1; text: string }>('marks'),
    settings: db.collection<Decided & { _id: string; v: 1 }>('settings'),
    outbox: db.collection<OutboxRow>('outbox'),
    cards: db.collection<{ _id: string; v: 1; ref: MessageRef }>('cards'),
    intents: db.collection<IntentRow>('mlflow_outbox'),
    checks: db.collection<CheckRow>('drift_checks'),
    retrains: db.collection<RetrainRow>('retrains'),
    champions: db.collection<ChampionRow>('champions'),
    quarantine: db.collection<QuarantineRow>('quarantine'),
    audit: db.collection<AuditRow>('audit'),
    work: db.collection<WorkRow>('work'),
    jobs: db.collection<JobRow>('agendaJobs'),
  };
}

export type Collections = ReturnType<typeof collections>;
