// The store port: what is kept, by small ports of one concern each. Types only; core/adapters/store is the one variant.
import type { AuditEntry, Decided } from './audit.ts';
import type { DriftReport, ReportFigures } from './drift.ts';
import type { Intent } from './intent.ts';
import type { ModelVersion, RunLink, Succession } from './model.ts';
import type { News } from './news.ts';
import type { LabelRecord, Observation, RequestRows } from './observation.ts';
import type { Failure, IntentItem, JobInfo, MessageRef, Trouble } from './ports.ts';
import type { QuarantineStore } from './quarantine.ts';
import type { RetrainRecord } from './record.ts';
import type { WatchState } from './state.ts';
import type { WorkStore } from './work.ts';

export interface OutboxItem {
  readonly key: string;
  readonly news: News;
  readonly attempts: number;
}

/** How an attempt at an outbox item ended. */
export type Attempt =
  | { readonly outcome: 'sent'; readonly ref: MessageRef | null }
  | ({ readonly outcome: 'retry'; readonly nextAt: number } & Failure)
  | ({ readonly outcome: 'dead' } & Failure)
  | { readonly outcome: 'superseded' };

/** How something queued stands, and why it waits or is dead. */
interface Outcome {
  readonly status: 'due' | 'sent' | 'dead' | 'superseded';
  readonly reason: string | null;
}

/** What a lease is held for, for those who find it taken. */
export interface Task {
  /** Name of the operation. */
  readonly operation: string;
  readonly by: string;
  readonly via: string;
  readonly since: number;
  /** Whether it stops when it is asked to. */
  readonly stoppable: boolean;
  /** What is done of it, 0..1, as it was told last; absent where it does not say. */
  readonly share?: number;
}

/** Part of a list in time: the newest of those before a cursor, or the oldest of those after one; newest first. */
export interface Page {
  readonly limit: number;
  readonly before: string | null;
  readonly after: string | null;
}

/** An entry of a list in time; `cursor` is its place there, of at most 20 URL-safe characters. */
export interface Kept<T> {
  readonly cursor: string;
  readonly entry: T;
}

export interface Store {
  /** 'embedded' or 'mongodb'. */
  readonly kind: string;
  ping(): Promise<void>;
  readonly states: {
    read(watch: string): Promise<WatchState | null>;
    /** Writes the first state; a watch that has one keeps it. Returns the state that stands. */
    create(state: WatchState): Promise<WatchState>;
    /** Replaces the state only when its rev is still `state.rev`; stores rev + 1. False = somebody was faster. */
    replace(state: WatchState): Promise<boolean>;
    /** Copies what is pending in `state` to its collections (by key, once), then removes it from the state that is stored. */
    settle(state: Pick<WatchState, 'watch' | 'pending'>): Promise<void>;
  };
  readonly models: {
    /** Stores a version; storing the same one again changes nothing. */
    put(version: ModelVersion): Promise<void>;
    read(watch: string, version: number): Promise<ModelVersion | null>;
    list(watch: string, limit: number): Promise<ModelVersion[]>;
    /**
     * Deletes all but the newest `newest` versions, the newest `rejected` of those that were kept out, those in `also` and
     * those that stored rows name; how many.
     */
    prune(
      watch: string,
      keep: { newest: number; rejected: number; also: readonly number[] },
    ): Promise<number>;
  };
  readonly snapshots: {
    /** Stores bytes under their sha256 (hex), once; bytes that are there count as put now. */
    put(sha256: string, bytes: Uint8Array): Promise<void>;
    /** Deletes those that were put before `before` and that no stored version refers to; how many. */
    prune(before: number): Promise<number>;
    /** In memory that threads share, because workers are who reads it. @throws AppError `not_found` */
    read(sha256: string): Promise<Uint8Array>;
  };
  readonly observations: {
    /** Appends rows of one watch with ascending sequence numbers; a row whose id exists is left as it is. How many are new. */
    add(rows: readonly Observation[]): Promise<number>;
    /** The same for whole requests of one watch. */
    addRequests(requests: readonly RequestRows[]): Promise<number>;
    /**
     * Rows with a sequence number above `after`, in sequence, up to the first that was stored after `settledBy`. Rows
     * asked for in chat are left out.
     */
    after(request: {
      watch: string;
      after: number;
      limit: number;
      settledBy: number;
    }): Promise<{ sequence: number; row: Observation }[]>;
    /** The newest rows with a sequence number above `after` and at most `upTo`, oldest first. */
    recent(request: {
      watch: string;
      after: number;
      upTo: number;
      limit: number;
      labelled: boolean;
    }): Promise<Observation[]>;
    /** Which of the ids exist. */
    known(watch: string, ids: readonly string[]): Promise<Set<string>>;
    /** False = there was no such row. */
    remove(watch: string, id: string): Promise<boolean>;
  };
  /** Names of features in the order in which rows from elsewhere keep their values: kept once, under their hash. */
  readonly layouts: {
    put(names: readonly string[]): Promise<string>;
    /** @throws AppError `not_found` */
    read(layout: string): Promise<readonly string[]>;
  };
  readonly labels: {
    /** The last label of an id wins. */
    put(watch: string, labels: readonly LabelRecord[]): Promise<void>;
    read(watch: string, ids: readonly string[]): Promise<Map<string, string>>;
    /** False = there was none. */
    remove(watch: string, id: string): Promise<boolean>;
  };
  readonly leases: {
    /** True when `owner` now holds it until now + ms; false when somebody else does. */
    acquire(id: string, owner: string, ms: number, task?: Task): Promise<boolean>;
    /** What it is held for; null while it is free, or held for nothing that was named. */
    task(id: string): Promise<Task | null>;
    /** Asks whoever holds it now to stop, in the name of `by`; what it is held for, null while it is free. */
    stop(id: string, by: string): Promise<Task | null>;
    /** Who asked `owner` to stop; null when nobody did. */
    stoppedBy(id: string, owner: string): Promise<string | null>;
    release(id: string, owner: string): Promise<void>;
  };
  /** Small notes of what was done elsewhere, by name: what is still so need not be done again. */
  readonly marks: {
    read(name: string): Promise<string | null>;
    put(name: string, text: string): Promise<void>;
  };
  /** What people decided while the service runs, in place of its settings; the last decision on each stands. */
  readonly settings: {
    list(): Promise<readonly Decided[]>;
    put(decided: Decided): Promise<void>;
  };
  readonly outbox: {
    /** Takes the oldest due item for `leaseMs`, or null. */
    claim(now: number, leaseMs: number): Promise<OutboxItem | null>;
    settle(key: string, attempt: Attempt): Promise<void>;
    /** A later revision of the same thread is stored already. */
    superseded(news: News): Promise<boolean>;
    /** Adds news directly (used when there is no state to write it with). */
    add(news: News): Promise<void>;
    readRef(thread: string): Promise<MessageRef | null>;
    /** How an item stands, and why it waits or is dead; null = there is none. */
    outcomeOf(key: string): Promise<Outcome | null>;
    /** Makes the newest sent news of a thread due again: what it shows has become richer. */
    retell(thread: string): Promise<void>;
    depth(): Promise<number>;
    dead(): Promise<number>;
    trouble(): Promise<Trouble>;
  };
  readonly intents: {
    claim(now: number, leaseMs: number): Promise<IntentItem | null>;
    saveProgress(key: string, progress: Readonly<Record<string, string>>): Promise<void>;
    read(key: string): Promise<Intent | null>;
    /** The run an intent became, or null while it waits. */
    runOf(key: string): Promise<RunLink | null>;
    /** Of what it was made from, the drift of the time is kept no longer. */
    settleRun(key: string, run: RunLink): Promise<void>;
    settle(key: string, attempt: Attempt): Promise<void>;
    /** How an intent stands, and why it waits or is dead; null = there is none. */
    outcomeOf(key: string): Promise<Outcome | null>;
    depth(): Promise<number>;
    trouble(): Promise<Trouble>;
    /** Deletes all but `most`, the oldest first: those that wait no longer, then switches, then trainings; how many. */
    prune(most: number): Promise<number>;
  };
  readonly reports: {
    list(watch: string, limit: number): Promise<DriftReport[]>;
    page(watch: string, page: Page): Promise<Kept<DriftReport>[]>;
    /** What a digest counts of the reports made at `since` or later, oldest first. */
    since(watch: string, since: number): Promise<ReportFigures[]>;
  };
  /** How retrainings ended, for 400 days. They come here from the state, as reports do. */
  readonly retrains: {
    list(watch: string, page: Page): Promise<Kept<RetrainRecord>[]>;
  };
  /** Every change of champion, for good. They come here from the state they changed. */
  readonly champions: { around(watch: string, at: number): Promise<Succession> };
  readonly audit: {
    /** Appends; nothing changes or deletes an entry but its age: 400 days, for traffic 30. */
    add(entry: AuditEntry): Promise<void>;
    /** Acts, or traffic, of one watch or (null) of all and of none. */
    list(wanted: { watch: string | null; traffic: boolean }, page: Page): Promise<Kept<AuditEntry>[]>;
  };
  readonly quarantine: QuarantineStore;
  readonly work: WorkStore;
  jobs(): Promise<JobInfo[]>;
}
