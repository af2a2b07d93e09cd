// What the core asks of the world. Types only: adapters implement them, main.ts joins them.
import type { Fault } from './errors.ts';
import type { Frame, Schema } from './frame/frame.ts';
import type { Intent, MonitorDay, SwitchIntent, TrainingIntent } from './intent.ts';
import type { ModelVersion, RunLink } from './model.ts';
import type { News } from './news.ts';
import type { Position } from './state.ts';

export type { Metrics, Rejection } from './metrics.ts';

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

/** Where long work waits for its turn. */
export interface Line {
  /**
   * Resolves once there is a place, with what gives it back. Until then `moved` is told how many stand before, at once and
   * whenever that changes. @throws whatever the signal was aborted with, also while it waits
   */
  enter(signal: AbortSignal, moved: (before: number) => void): Promise<() => void>;
}

/** Runs heavy work off the event loop. */
export interface Compute {
  /** For work of many tasks, which would make every other wait as long: a place for each worker. */
  readonly line: Line;
  /** An abort of the signal ends the work, also half way. @throws whatever the signal was aborted with */
  run<I extends object, O>(task: Task<I, O>, input: I, signal?: AbortSignal): Promise<O>;
  stop(): Promise<void>;
}

/** A named pure function: the name is how a worker finds it in its own copy of the code. */
export interface Task<I, O> {
  readonly name: string;
  readonly run: (input: I) => O | Promise<O>;
  /** Keys of the input that hold frames whose ids it does not read: those stay behind. */
  readonly nameless: readonly string[];
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
  /** When the news came up that it was posted for, and the last revision its conversation has a line for. */
  readonly postedAt?: number;
  readonly noted?: number;
}

export interface IntentItem<I extends Intent = Intent> {
  readonly key: string;
  readonly intent: I;
  /** What earlier attempts already obtained: experiment id, run id... */
  readonly progress: Readonly<Record<string, string>>;
  readonly attempts: number;
}

/** What an intent refers to, as it stands when the intent is carried out. */
export interface IntentFacts {
  /** The version whose model is logged; null = none was kept. */
  readonly version: ModelVersion | null;
  /** Where the champion's run is, when that one is logged. */
  readonly against: RunLink | null;
  /** PNG of the drift that led to it; null = there is none, or it could not be painted. */
  readonly chart: Uint8Array | null;
  /** The versions the aliases belong to now. Asked for when they are set: the store is the truth, in whatever order intents come. */
  readonly aliases: () => Promise<Aliases>;
}

/** Our version behind each alias of a watch's registered model; null = the alias is to be absent. */
interface Aliases {
  readonly champion: number | null;
  readonly challenger: number | null;
  readonly previous: number | null;
}

/** Why an attempt failed, and what to do about it where that is known. */
export interface Failure {
  readonly reason: string;
  readonly remedy?: string;
}

/** What stands in the way of a queue. */
export interface Trouble {
  /** When the oldest came up of what waits and was never sent; null = no such thing waits. */
  readonly since: number | null;
  /** The newest failure of what is tried again. */
  readonly retrying: Failure | null;
  /** The newest that was given up, and when. */
  readonly dead: (Failure & { readonly at: number }) | null;
}

/** Where the readable copy of the serving model lies, for people and other tools. */
export interface ModelFiles {
  /** Replaces the copy atomically: a reader sees the old or the new one, never half. */
  write(watch: string, document: unknown): Promise<void>;
}

/** MLflow, or whatever keeps runs. Every call has its own timeout and may be repeated with the same intent. */
export interface Tracker {
  /** Its address, fit to be shown. What one server was told says nothing of another. */
  readonly server: string;
  /**
   * Carries a training as far as it goes. `progress` holds what earlier attempts obtained; `save` keeps each step's ids
   * before the next step starts, so that a repeated intent makes no second run.
   * @throws AppError `upstream_unavailable` (try again) or any other code (give up)
   */
  log(
    item: IntentItem<TrainingIntent>,
    facts: IntentFacts,
    save: (progress: IntentItem['progress']) => Promise<void>,
  ): Promise<RunLink>;
  /** Points the aliases to the versions they belong to now, and tags the one that was switched to. @throws as `log` */
  follow(item: IntentItem<SwitchIntent>, facts: IntentFacts): Promise<void>;
  /** Adds checks to the run of their day; those it holds already change nothing. @throws as `log` */
  monitor(day: MonitorDay): Promise<void>;
  /** One cheap real API call. @throws AppError `upstream_unavailable` naming the remedy */
  ping(): Promise<void>;
}

/** Where the run of a training stands when a card is made. */
export type RunState =
  | { readonly status: 'none' }
  /** No tracking server is configured: it waits here for one. */
  | { readonly status: 'kept' }
  | { readonly status: 'queued' }
  /** The server will never take it; /status says why. */
  | { readonly status: 'refused' }
  | { readonly status: 'logged'; readonly run: RunLink };

/** How the connection stands on which Discord tells of interactions. */
export interface GatewayHealth {
  /** standing by = another process holds it; refused = Discord will not have it, and nobody tries any more. */
  readonly state: 'connected' | 'connecting' | 'standing by' | 'refused';
  /** What was refused and what to do about it. */
  readonly problem: { readonly reason: string; readonly remedy: string } | null;
  /** Errors inside the library that touched nothing but one event. */
  readonly faults: number;
}

/** Something a channel is given beside a card. */
export interface Extra {
  readonly channel: string;
  /** The thread of an incident, or a line in it. */
  readonly what: 'thread' | 'line';
  /** Why it was not taken; null = it was. */
  readonly refused: string | null;
  /** When the news came up that it was tried for. */
  readonly at: number;
}

/** Puts news where people read it. */
export interface Notifier {
  readonly name: string;
  /**
   * Posts the news, or edits the message that carries its thread; for a reminder `previous` is the card it reminds of.
   * @throws AppError `upstream_unavailable` (try again) or any other code (give up)
   */
  deliver(news: News, run: RunState, previous: MessageRef | null): Promise<MessageRef | null>;
  /** How it went with what it has tried to give beside cards, last; absent: it gives nothing beside them. */
  readonly extras?: () => readonly Extra[];
  /** Whether cards can go to a channel, as far as can be known before. @throws AppError that says why they cannot */
  requireChannel?(channel: string): Promise<void>;
}
