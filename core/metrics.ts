// The metrics port: domain verbs, so that no caller knows a metric's name. Types only.
import type { DriftReport } from './drift.ts';
import type { ModelVersion } from './model.ts';
import type { WatchState } from './state.ts';

/** Why a request was turned away: no valid token, too many of them, too many at once, too large. */
export type Rejection = 'auth' | 'rate' | 'overload' | 'size';

/** What the service needs and does not hold itself. */
export type Dependency = 'mongodb' | 'mlflow' | 'discord';

/** refused: the caller has to mend it; failed: somebody else has to. */
export type Ending = 'ok' | 'refused' | 'failed';

/** Whose limit Discord's REST API held against a request. */
export type LimitScope = 'user' | 'global' | 'shared';

/** What is answered of rows, as far as it is counted. */
interface Answered {
  readonly classes: readonly string[];
  /** The answer to each row, a place in `classes`. */
  readonly codes: Int32Array;
  /** The probability of each class, row by row; NaN = none is known. */
  readonly shares: Float64Array;
}

/** How much waits for delivery. Counts; the age in seconds of the oldest that was never sent, 0 = none waits. */
export interface Waiting {
  readonly outbox: number;
  readonly oldestSeconds: number;
  readonly dead: number;
  readonly mlflow: number;
}

export interface DriftMetrics {
  /** A watch that will be reported on: every series of it starts at 0. */
  watching(watch: string, threshold: number): void;
  driftChecked(report: DriftReport, seconds: number): void;
  /** A check that could not be made. */
  checkFailed(watch: string): void;
  /** A check that found no new rows: made all the same. */
  checkedNothing(watch: string): void;
  /** How a watch stands, as the store has it: its last report as well. */
  stands(state: Pick<WatchState, 'watch' | 'monitor' | 'incident' | 'lastReport'>): void;
  /** Share of the new rows in which each feature is missing. */
  missing(watch: string, shares: ReadonlyMap<string, number>): void;
}

export interface ModelMetrics {
  championIs(version: ModelVersion): void;
  predicted(watch: string, via: string, rows: Answered, seconds: number): void;
  /** Rows behind an answer: they came to the store, or there was no room for them. */
  observed(watch: string, result: 'stored' | 'lost', rows: number): void;
  labelled(watch: string, rows: number): void;
  /** One begins, or ends, here. */
  retraining(watch: string, running: boolean): void;
  retrained(
    watch: string,
    trigger: string,
    result: 'promoted' | 'rejected' | 'proposed' | 'failed' | 'skipped',
    seconds: number,
  ): void;
}

export interface ServiceMetrics {
  operationEnded(operation: string, ending: Ending): void;
  audited(via: string, ending: Ending): void;
  delivered(result: 'sent' | 'retry' | 'dead'): void;
  waiting(depth: Waiting): void;
  /** A call to something outside ended; `up`: it was answered, whatever the answer. */
  asked(dependency: Dependency, up: boolean, seconds: number): void;
}

export interface JobMetrics {
  /** Jobs that will run here: their counters start at 0. */
  scheduled(jobs: readonly string[]): void;
  /** A job begins so many seconds after it was due. */
  jobBegan(lateSeconds: number): void;
  jobRan(job: string, result: 'ok' | 'failed', seconds: number): void;
}

export interface HttpMetrics {
  requestBegan(): void;
  requestEnded(request: { method: string; route: string; status: number; seconds: number }): void;
  requestRejected(reason: Rejection): void;
}

export interface DiscordMetrics {
  /** Commands that are answered here: their counters start at 0. */
  listening(commands: readonly string[]): void;
  /** The first answer reached Discord so long after the interaction came: it has 3 s. */
  acknowledged(seconds: number): void;
  interactionEnded(command: string, ending: Ending, seconds: number): void;
  /** Of the process that holds or wants the connection. `pingSeconds` null = not measured yet. */
  gatewayIs(up: boolean, pingSeconds: number | null): void;
  /** lost: it is opened again by itself; closed: it is not. */
  disconnected(reason: 'lost' | 'closed'): void;
  rateLimited(scope: LimitScope): void;
}

export interface Metrics
  extends DriftMetrics,
    ModelMetrics,
    ServiceMetrics,
    JobMetrics,
    HttpMetrics,
    DiscordMetrics {
  /** The text Prometheus scrapes, and its content type. */
  render(): Promise<{ body: string; contentType: string }>;
}
