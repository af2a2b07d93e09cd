// What the core asks of the world. Types only: adapters implement them, main.ts joins them.
import type { DriftReport } from './drift.ts';
import type { Fault } from './errors.ts';
import type { Frame, Schema } from './frame/frame.ts';
import type { ModelVersion, RunLink } from './model.ts';
import type { Intent, News } from './news.ts';
import type { WatchState } from './state.ts';

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds, or at once (without an error) when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Random {
  /** A fresh id, URL-safe, unguessable. */
  id(): string;
}

type Facts = Readonly<Record<string, unknown>>;

export interface Logger {
  debug(message: string, facts?: Facts): void;
  info(message: string, facts?: Facts): void;
  warn(message: string, facts?: Facts): void;
  error(message: string, facts?: Facts): void;
}

/** Domain verbs, so that no caller knows a metric's name. */
export interface Metrics {
  operationEnded(operation: string, outcome: string, seconds: number): void;
  driftChecked(report: DriftReport, seconds: number): void;
  /** A check that could not be made. */
  checkFailed(watch: string): void;
  /** A check that found no new rows: made all the same. */
  checkedNothing(watch: string): void;
  predicted(watch: string, via: string, rows: number, seconds: number): void;
  labelled(watch: string, rows: number): void;
  retrained(
    watch: string,
    trigger: string,
    result: 'promoted' | 'rejected' | 'failed' | 'skipped',
    seconds: number,
  ): void;
  championIs(version: ModelVersion): void;
  incidents(watch: string, open: number): void;
  delivered(result: 'sent' | 'retry' | 'dead'): void;
  depths(depth: { outbox: number; mlflow: number }): void;
  jobRan(job: string, result: 'ok' | 'failed'): void;
  /** A watch that will be reported on: every series of it starts at 0. */
  watching(watch: string, threshold: number): void;
  requestEnded(request: { method: string; route: string; status: number; seconds: number }): void;
  /** The text Prometheus scrapes, and its content type. */
  render(): Promise<{ body: string; contentType: string }>;
}

/** How far a source was read: rows consumed of each of its parts (one part for most, one a file for a folder). */
export type Position = readonly { readonly part: string; readonly rows: number }[];

export interface Batch {
  readonly frame: Frame;
  /** Where the next read starts. Equals `after` when there was nothing new. */
  readonly position: Position;
  /** More rows were there than the limit let through. */
  readonly more: boolean;
  /** Cells that could not be read as their column's type; they count as missing. */
  readonly faults: readonly Fault[];
}

export interface Source {
  readonly kind: string;
  /** Whether labels can ever arrive. */
  readonly labels: boolean;
  /**
   * Rows after `after` in arrival order, at most `limit`. The same position always gives the same rows first.
   * With a schema the frame has exactly its features and classes; without one they are inferred.
   * @throws AppError `bad_data` (missing column, unreadable file), `not_found` (no such file)
   */
  read(request: { after: Position; limit: number; schema: Schema | null }): Promise<Batch>;
  /** The newest `rows` rows after `after` and at or before `upTo`, oldest first; with `labelled` only those whose label is known. */
  recent(request: {
    after: Position;
    upTo: Position;
    rows: number;
    labelled: boolean;
    schema: Schema | null;
  }): Promise<Frame>;
}

/** Runs heavy work off the event loop. */
export interface Compute {
  run<I, O>(task: Task<I, O>, input: I): Promise<O>;
  stop(): Promise<void>;
}

/** A named pure function: the name is how a worker finds it in its own copy of the code. */
export interface Task<I, O> {
  readonly name: string;
  readonly run: (input: I) => O;
}

export interface Observation {
  readonly id: string;
  readonly watch: string;
  /** When the row was predicted. */
  readonly at: number;
  /** Values in the order of the champion's features; null = missing. */
  readonly features: readonly (number | string | null)[];
  readonly version: number;
  readonly predicted: string;
  readonly probability: number;
  /** discord rows stay out of checks and training. */
  readonly via: string;
}

export interface LabelRecord {
  readonly id: string;
  readonly label: string;
  readonly at: number;
  readonly by: string;
}

export interface JobInfo {
  readonly name: string;
  readonly lastRunAt: number | null;
  readonly nextRunAt: number | null;
  readonly running: boolean;
  readonly failure: string | null;
}

/** Where a posted card is, so that later revisions edit it. */
export interface MessageRef {
  readonly channel: string;
  readonly message: string;
}

export interface OutboxItem {
  readonly key: string;
  readonly news: News;
  readonly attempts: number;
}

export interface IntentItem {
  readonly key: string;
  readonly intent: Intent;
  /** What earlier attempts already obtained: experiment id, run id... */
  readonly progress: Readonly<Record<string, string>>;
  readonly attempts: number;
}

/** How an attempt at an outbox item ended. */
export type Attempt =
  | { readonly outcome: 'sent'; readonly ref: MessageRef | null }
  | { readonly outcome: 'retry'; readonly nextAt: number; readonly reason: string }
  | { readonly outcome: 'dead'; readonly reason: string }
  | { readonly outcome: 'superseded' };

/** Where the readable copy of the serving model lies, for people and other tools. */
export interface ModelFiles {
  /** Replaces the copy atomically: a reader sees the old or the new one, never half. */
  write(watch: string, document: unknown): Promise<void>;
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
    /** Copies pending news, intents and reports to their collections (by key, once), then removes them from the state. */
    settle(watch: string): Promise<void>;
  };
  readonly models: {
    /** Stores a version; storing the same one again changes nothing. */
    put(version: ModelVersion): Promise<void>;
    read(watch: string, version: number): Promise<ModelVersion | null>;
    list(watch: string, limit: number): Promise<ModelVersion[]>;
  };
  readonly snapshots: {
    /** Stores bytes under their sha256 (hex), once. */
    put(sha256: string, bytes: Uint8Array): Promise<void>;
    /** @throws AppError `not_found` */
    read(sha256: string): Promise<Uint8Array>;
  };
  readonly observations: {
    /** Appends rows with ascending sequence numbers; a row whose id exists is left as it is. */
    add(rows: readonly Observation[]): Promise<void>;
    /** Rows with a sequence number above `after` that were stored at or before `settledBy`, in sequence. */
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
  };
  readonly labels: {
    /** The last label of an id wins. */
    put(watch: string, labels: readonly LabelRecord[]): Promise<void>;
    read(watch: string, ids: readonly string[]): Promise<Map<string, string>>;
  };
  readonly leases: {
    /** True when `owner` now holds it until now + ms; false when somebody else does. */
    acquire(id: string, owner: string, ms: number): Promise<boolean>;
    release(id: string, owner: string): Promise<void>;
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
    /** Makes the newest sent news of a thread due again: what it shows has become richer. */
    retell(thread: string): Promise<void>;
    depth(): Promise<number>;
    dead(): Promise<number>;
  };
  readonly intents: {
    claim(now: number, leaseMs: number): Promise<IntentItem | null>;
    saveProgress(key: string, progress: Readonly<Record<string, string>>): Promise<void>;
    /** The run an intent became, or null while it waits. */
    runOf(key: string): Promise<RunLink | null>;
    settleRun(key: string, run: RunLink): Promise<void>;
    settle(key: string, attempt: Attempt): Promise<void>;
    depth(): Promise<number>;
  };
  readonly reports: {
    list(watch: string, limit: number): Promise<DriftReport[]>;
  };
  jobs(): Promise<JobInfo[]>;
}

/** MLflow, or whatever keeps runs. Every call has its own timeout and may be repeated with the same intent. */
export interface Tracker {
  /**
   * Carries an intent as far as it goes. `progress` holds what earlier attempts obtained; `save` keeps each step's ids
   * before the next step starts, so that a repeated intent makes no second run.
   * @throws AppError `upstream_unavailable` (try again) or any other code (give up)
   */
  log(
    item: IntentItem,
    save: (progress: Readonly<Record<string, string>>) => Promise<void>,
  ): Promise<RunLink>;
  /** One cheap real API call. @throws AppError `upstream_unavailable` naming the remedy */
  ping(): Promise<void>;
}

/** Where the run of a training stands when a card is made. */
export type RunState =
  | { readonly status: 'none' }
  | { readonly status: 'queued' }
  | { readonly status: 'logged'; readonly run: RunLink };

/** Puts news where people read it. */
export interface Notifier {
  readonly name: string;
  /**
   * Posts the news, or edits the message that carries its thread.
   * @throws AppError `upstream_unavailable` (try again) or any other code (give up)
   */
  deliver(news: News, run: RunState, previous: MessageRef | null): Promise<MessageRef | null>;
}
