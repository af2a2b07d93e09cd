// What MLflow is to be told: one run a training, and the moves of the aliases. Types only.
import type { DriftReport } from './drift.ts';
import type { Trigger } from './model.ts';
import type { Incident } from './news.ts';

/** A data set a run used, told by its digest. */
interface DataUse {
  readonly context: 'training' | 'evaluation';
  readonly name: string;
  /** At most 36 characters. */
  readonly digest: string;
  readonly rows: number;
}

/** One training to be logged as a run. */
export interface TrainingIntent {
  readonly kind: 'training';
  readonly key: string;
  readonly watch: string;
  readonly version: number | null;
  readonly trigger: Trigger;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly parameters: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, number>>;
  readonly tags: Readonly<Record<string, string>>;
  /** What a person reads on the run's page, as Markdown. */
  readonly note: string;
  readonly data: readonly DataUse[];
  /** The drift at the time: its newest report, and the incident that was open. They become files of the run. */
  readonly report: DriftReport | null;
  readonly incident: Incident | null;
  /** Key of the intent of the champion it was held against. */
  readonly against: string | null;
  /** News that are told again once the run's link is known. */
  readonly thread: string | null;
}

/** A kept version that took or lost its place without a training: its aliases and tags follow. */
export interface SwitchIntent {
  readonly kind: 'switch';
  readonly key: string;
  readonly watch: string;
  /** The version that serves from now on. */
  readonly version: number;
  readonly how: 'promoted' | 'rolled_back';
  readonly by: string;
  readonly reason: string | null;
  readonly endedAt: number;
  readonly thread: string | null;
}

/** What MLflow is to be told. Times are frozen: a repeated attempt sends the same. `key` is a tag of what it makes. */
export type Intent = TrainingIntent | SwitchIntent;

/** Checks of one day of a watch, for the one run that all checks of that day are told on. Times are frozen here as well. */
export interface MonitorDay {
  readonly key: string;
  readonly watch: string;
  /** "2026-11-25", in the zone of the watch. */
  readonly day: string;
  /** Of the day's first check. */
  readonly startedAt: number;
  readonly checks: readonly {
    /** Running number of the check: the step. */
    readonly number: number;
    readonly at: number;
    /** Finite, by names that MLflow takes as they are. */
    readonly metrics: Readonly<Record<string, number>>;
  }[];
  /** Of the day's last check, once the day is over; null = it goes on. */
  readonly endedAt: number | null;
}
