// What operations return: data, never words. Types only; HTTP sends them as JSON, cards put them into words.
import type { DriftReport, Prospect } from '../drift.ts';
import type { Quality, Trigger } from '../model.ts';
import type { Incident, Ledger } from '../news.ts';
import type { Extra, GatewayHealth, JobInfo, RunState, Trouble } from '../ports.ts';
import type { RetrainOutcome } from '../retraining/outcome.ts';
import type { Probation } from '../retraining/probation.ts';
import type { MonitorState, PastIncident } from '../state.ts';

interface ChampionInfo {
  readonly version: number;
  readonly trainedAt: number;
  readonly trigger: Trigger;
  /** null = its reference window has too few labels. */
  readonly baseline: Quality | null;
  readonly run: RunState;
}

export interface WatchStatus {
  readonly watch: string;
  /** The model is served elsewhere: a version is a reference window of what it said. */
  readonly elsewhere: boolean;
  readonly source: string;
  readonly mode: string;
  readonly policy: string;
  readonly threshold: number;
  readonly state: MonitorState;
  readonly champion: ChampionInfo | null;
  readonly previous: number | null;
  readonly lastReport: DriftReport | null;
  readonly incident: Incident | null;
  /** Of the champion; absent = it is on none. */
  readonly probation?: Probation;
  /** A challenger that passed the gate and waits for a person; null = none does. */
  readonly approval: {
    readonly version: number;
    readonly trigger: Trigger;
    readonly by: string;
    readonly since: number;
    readonly until: number;
  } | null;
  /** Checks made since the watch was first seen. */
  readonly checks: number;
  readonly nextCheckAt: number | null;
  /** When rows stopped to come, where the silence has been told of; null = they come. */
  readonly silentSince: number | null;
}

export interface StatusResult {
  readonly at: number;
  readonly service: {
    readonly name: string;
    readonly version: string;
    readonly startedAt: number;
    readonly roles: readonly string[];
  };
  readonly watches: readonly WatchStatus[];
  readonly jobs: readonly JobInfo[];
  readonly storage: { readonly kind: string; readonly ok: boolean };
  readonly mlflow: { readonly configured: boolean; readonly queued: number };
  readonly notifications: {
    readonly notifier: string;
    readonly waiting: number;
    readonly dead: number;
    /** What channels do not take beside their cards. */
    readonly refused: readonly Extra[];
  };
  /** What stands in the way of cards and of runs. */
  readonly trouble: { readonly cards: Trouble; readonly runs: Trouble };
  /** null: this process opens no connection to Discord. */
  readonly gateway: GatewayHealth | null;
  readonly nextDigestAt: number | null;
}

/** One check, as far as a line over time shows it. */
export interface TrendPoint {
  /** Event time its rows reach, or its own where rows carry none. */
  readonly at: number;
  readonly score: number | null;
  /** Of the champion, on labelled rows and as its own scores tell. */
  readonly accuracy: number | null;
  readonly estimate: number | null;
  readonly version: number;
  readonly verdict: DriftReport['verdict'];
}

export interface DriftResult {
  readonly watch: string;
  /** The model is served elsewhere. */
  readonly elsewhere: boolean;
  readonly state: MonitorState;
  /** The newest report; null before the first check. */
  readonly report: DriftReport | null;
  readonly incident: Incident | null;
  /** Of the champion; absent = it is on none. */
  readonly probation?: Probation;
  readonly ledger: Ledger;
  /** null before the first champion, in mode `seed`, and where it could not be said. */
  readonly prospect: Prospect | null;
  /** The newest checks, newest first. */
  readonly trend: readonly TrendPoint[];
  /** IANA name of the watch's zone. */
  readonly timezone: string;
}

export interface PatrolResult {
  readonly watch: string;
  /** Reports made in this round, oldest first: one per slice of the backlog. */
  readonly checks: number;
  readonly rows: number;
  readonly report: DriftReport | null;
  readonly trained: boolean;
  /** Why there is no champion yet and so nothing was checked; null when there is one. */
  readonly waiting: string | null;
  readonly retrain: RetrainOutcome | null;
  /** The slot had been checked already: nothing was done. */
  readonly repeated: boolean;
}

export interface TrainResult {
  readonly watch: string;
  readonly version: number;
  readonly elsewhere: boolean;
  readonly baseline: Quality | null;
  readonly rows: number;
  /** null in mode `seed`, and where it could not be said. */
  readonly prospect: Prospect | null;
  readonly run: RunState;
}

export interface RetrainResult {
  readonly outcome: RetrainOutcome;
  readonly run: RunState;
}

export interface LabelResult {
  readonly watch: string;
  readonly stored: number;
  /** Ids that no prediction of this watch has: their labels were not stored. Unknowable where ids come from files. */
  readonly unknown: readonly string[];
}

export interface ObserveResult {
  readonly watch: string;
  /** Rows that are new, and rows whose ids were known: those stay as they were. */
  readonly stored: number;
  readonly known: number;
  /** Labels that came with the rows. */
  readonly labels: number;
}

export interface ForgetResult {
  readonly watch: string;
  readonly id: string;
  /** What there was and is gone. */
  readonly observation: boolean;
  readonly label: boolean;
  /** Versions whose reference window still holds the row; it goes with the last of them. */
  readonly references: readonly number[];
}

export interface TidyResult {
  /** Deleted. */
  readonly versions: number;
  readonly snapshots: number;
  readonly runs: number;
}

/** Another version serves: the one before, or one that was named. */
export interface SwitchResult {
  readonly watch: string;
  readonly from: number;
  readonly to: number;
  /** The alias in MLflow that somebody else moves to a new version; absent = nobody does. */
  readonly registered?: string;
}

/** A challenger that passed the gate and was refused by a person. */
export interface DeclineResult {
  readonly watch: string;
  readonly version: number;
  /** Serves on. */
  readonly champion: number;
  /** The open one; null = there is none. */
  readonly incident: number | null;
}

export interface AttendResult {
  readonly watch: string;
  /** As it is now. */
  readonly incident: Incident;
  /** False = it was so already: the incident says since when and by whom. */
  readonly done: boolean;
}

export interface IncidentsResult {
  readonly at: number;
  readonly watches: readonly {
    readonly watch: string;
    /** The open one, or the one that was closed last; null = there was none. */
    readonly incident: Incident | null;
    /** Those before it, oldest first. */
    readonly past: readonly PastIncident[];
  }[];
}

export interface TestCardResult {
  readonly watch: string;
  /** null = this process posts no cards. */
  readonly notifier: string | null;
  readonly status: 'due' | 'sent' | 'dead' | 'superseded';
  /** Why it waits or was refused, where that is known. */
  readonly reason: string | null;
}

export interface ThresholdResult {
  readonly watch: string;
  readonly before: number;
  readonly now: number;
  /** The setting of the watch. */
  readonly own: number;
}

/** What was asked to stop. */
export interface CancelResult {
  readonly watch: string;
  readonly operation: string;
  readonly by: string;
  readonly since: number;
}

export interface ExpectedResult {
  readonly watch: string;
  /** Number of the incident that is closed. */
  readonly incident: number;
  /** The version that serves now: the same model, with the larger reference. */
  readonly version: number;
  /** Rows since the change, which joined the reference; rows it holds now. */
  readonly rows: number;
  readonly referenceRows: number;
  /** As in SwitchResult. */
  readonly registered?: string;
}

export interface FeatureInfo {
  readonly name: string;
  readonly kind: string;
  readonly example: number | string | null;
}
