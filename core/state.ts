// The state of a watch: one document, the only compare-and-set. Types and the first state.
import type { DriftReport } from './drift.ts';
import type { Backlog, Incident, Pending } from './news.ts';

/** How far a source was read: rows consumed of each of its parts (one part for most, one a file for a folder). */
export type Position = readonly { readonly part: string; readonly rows: number }[];

export type MonitorState = 'LEARNING' | 'OK' | 'SUSPECTED' | 'ALARM' | 'ACTING';

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

/** Drift put into a synthetic watch on command, from a moment on. */
export interface Injection {
  readonly from: number;
  readonly scenario: 'none' | 'covariate' | 'concept';
  /** 0..3; 1 = one standard deviation, or the whole concept turned. */
  readonly strength: number;
}

export interface WatchState {
  readonly watch: string;
  readonly v: 2;
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
  /** Checks with data in a row without drift while an incident is open. */
  readonly quiet: number;
  /** Verdicts of the last three checks, newest last (card of `seed` mode). */
  readonly recent: readonly boolean[];
  readonly lastReport: DriftReport | null;
  /** null before the first check of a champion. */
  readonly evidence: EvidenceState | null;
  /** Alarms of the last 90 days, oldest first. */
  readonly alarms: readonly Alarm[];
  readonly injections: readonly Injection[];
  /** null = the watch is up to date. */
  readonly backlog: Backlog | null;
  readonly pending: readonly Pending[];
}

export function firstState(watch: string, at: number): WatchState {
  return {
    watch,
    v: 2,
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
    injections: [],
    backlog: null,
    pending: [],
  };
}
