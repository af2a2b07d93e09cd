// The state of a watch: one document, the only compare-and-set. Types and the first state.
import type { AuditEntry } from './audit.ts';
import type { DriftReport } from './drift.ts';
import type { Intent } from './intent.ts';
import type { ChampionChange } from './model.ts';
import type { Backlog, Incident, News } from './news.ts';
import type { Quarantine } from './quarantine.ts';
import type { RetrainRecord } from './record.ts';
import type { RetrainOutcome } from './retraining/outcome.ts';
import type { Probation } from './retraining/probation.ts';

/** How far a source was read: rows consumed of each of its parts (one part for most, one a file for a folder). */
export type Position = readonly { readonly part: string; readonly rows: number }[];

export const monitorStates = [
  'LEARNING',
  'OK',
  'SUSPECTED',
  'ALARM',
  'ACTING',
  'PROBATION',
  'QUARANTINE',
] as const;
export type MonitorState = (typeof monitorStates)[number];

/** What the evidence of a watch has come to: bets on every signal, taken on from check to check. */
export interface EvidenceState {
  /** Names what it is evidence of: champion, reference, budget, cadence. Under another key it begins anew. */
  readonly key: string;
  /** The bets of all signals, as 32-bit floats in the plan's order. */
  readonly bets: Uint8Array;
  /** Event time of its beginning: the bets count minutes from here. */
  readonly origin: number;
  /** Rows taken in since then. */
  readonly rows: number;
  /** The last scheduled interval in which bets were opened: one opens them at most once. */
  readonly slot: number | null;
  /** Short hashes of the newest labelled rows that were taken in: a label counts once, whenever it comes. */
  readonly told: Uint8Array;
  /** Row and time at which the change of the last alarm began, while that alarm stands; null = none stands. */
  readonly changed: { readonly row: number; readonly at: number } | null;
  readonly suspected: boolean;
  /** Checks with data in a row in which little spoke for drift: of what may prove it, and of anything. */
  readonly quiet: number;
  readonly calm: number;
}

/** An alarm, kept for the ledger of false alarms. */
export interface Alarm {
  readonly at: number;
  /** A person said that the change was expected. */
  readonly expected: boolean;
}

/** An incident that is over, in short. Clock times. */
export interface PastIncident {
  readonly number: number;
  /** The check that opened it. */
  readonly firedAt: number;
  readonly acknowledgedAt: number | null;
  readonly closedAt: number;
  readonly resolution: NonNullable<Incident['resolution']>;
  readonly fired: number;
}

/** A retraining that came to a decision. */
interface PastRetraining {
  readonly at: number;
  readonly result: 'promoted' | 'rejected';
}

/** What the next scheduled challenger waits for. */
export interface Schedule {
  /** Labelled rows taken in since the last tournament. */
  readonly labelled: number;
  /** Scheduled challengers kept out in a row. */
  readonly rejections: number;
  /** None is due before this event time. */
  readonly retryAt: number | null;
}

/** The pace at which rows come in, to know when they no longer do. */
export interface Arrivals {
  /** Checks at the ordinary pace that found rows; counts to three. */
  readonly seen: number;
  /** Scheduled checks in a row that found none, and the time of the first. */
  readonly empty: number;
  readonly emptySince: number | null;
  /** The longest such pause of late: its checks, and when it ended. */
  readonly pause: { readonly checks: number; readonly at: number } | null;
  /** The card that says so stands. */
  readonly silent: boolean;
}

/** A setting that a person replaced while the service runs. */
interface Override {
  readonly value: number;
  readonly by: string;
  readonly at: number;
}

/** Drift put into a synthetic watch on command, from a moment on. */
export interface Injection {
  readonly from: number;
  readonly scenario: 'none' | 'covariate' | 'concept';
  /** 0..3; 1 = one standard deviation, or the whole concept turned. */
  readonly strength: number;
}

/** What leaves a watch's state for its own collection. */
export type Pending =
  | { readonly to: 'outbox'; readonly key: string; readonly news: News }
  | { readonly to: 'retrains'; readonly key: string; readonly record: RetrainRecord }
  | { readonly to: 'champions'; readonly key: string; readonly change: ChampionChange }
  | { readonly to: 'mlflow'; readonly key: string; readonly intent: Intent }
  | { readonly to: 'quarantine'; readonly key: string; readonly batch: Quarantine }
  | { readonly to: 'audit'; readonly key: string; readonly act: AuditEntry }
  | { readonly to: 'checks'; readonly key: string; readonly report: DriftReport };

export interface WatchState {
  readonly watch: string;
  readonly v: 4;
  readonly rev: number;
  readonly createdAt: number;
  readonly champion: number | null;
  readonly previous: number | null;
  /** Highest version number given out. */
  readonly lastVersion: number;
  readonly position: Position;
  /** Where the champion's reference window ends: the current window begins after it. */
  readonly referenceEnd: Position;
  /** Checks made so far: the running number of the last report. */
  readonly checks: number;
  /** Scheduled slot (minutes since the epoch) of the last patrol; a slot is checked once. */
  readonly lastSlot: number | null;
  readonly monitor: MonitorState;
  readonly incident: Incident | null;
  readonly incidents: number;
  /** Of the champion; absent and null = it is on none. */
  readonly probation?: Probation | null;
  /** Versions that were put out of service in their probation, the newest fifty. */
  readonly undone?: readonly number[];
  /** Checks with data in a row without drift while an incident is open. */
  readonly quiet: number;
  /** Verdicts of the last three checks, newest last (card of `seed` mode). */
  readonly recent: readonly boolean[];
  readonly lastReport: DriftReport | null;
  /** null before the first check of a champion. */
  readonly evidence: EvidenceState | null;
  /** Alarms of the last 90 days, oldest first. */
  readonly alarms: readonly Alarm[];
  /** Incidents and retrainings that are over, oldest first, the newest fifty. */
  readonly pastIncidents: readonly PastIncident[];
  readonly pastRetrainings: readonly PastRetraining[];
  /** Absent: no labelled row has come yet. */
  readonly schedule?: Schedule;
  /** The newest challenger that passed the gate under policy approve; absent or null: nobody has to decide. */
  readonly proposal?: RetrainOutcome | null;
  /** The batch that rows join while a fault of the data lasts; absent and null = there is none. */
  readonly quarantine?: Quarantine | null;
  /** Batches so far; absent: none. */
  readonly quarantines?: number;
  readonly arrivals: Arrivals;
  /** Set by a person in place of the watch's own; null = the watch's own. */
  readonly threshold: Override | null;
  readonly injections: readonly Injection[];
  /** null = the watch is up to date. */
  readonly backlog: Backlog | null;
  readonly pending: readonly Pending[];
}

export function firstState(watch: string, at: number): WatchState {
  return {
    watch,
    v: 4,
    rev: 0,
    createdAt: at,
    champion: null,
    previous: null,
    lastVersion: 0,
    position: [],
    referenceEnd: [],
    checks: 0,
    lastSlot: null,
    monitor: 'LEARNING',
    incident: null,
    incidents: 0,
    quiet: 0,
    recent: [],
    lastReport: null,
    evidence: null,
    alarms: [],
    pastIncidents: [],
    pastRetrainings: [],
    arrivals: { seen: 0, empty: 0, emptySince: null, pause: null, silent: false },
    threshold: null,
    injections: [],
    backlog: null,
    pending: [],
  };
}
