// The state of a watch: one document, the only compare-and-set. Types and the first state.
import type { DriftReport } from './drift.ts';
import type { Backlog, Incident, Pending } from './news.ts';

/** How far a source was read: rows consumed of each of its parts (one part for most, one a file for a folder). */
export type Position = readonly { readonly part: string; readonly rows: number }[];

export type MonitorState = 'LEARNING' | 'OK' | 'ALARM' | 'ACTING';

/** Drift put into a synthetic watch on command, from a moment on. */
export interface Injection {
  readonly from: number;
  readonly scenario: 'none' | 'covariate' | 'concept';
  /** 0..3; 1 = one standard deviation, or the whole concept turned. */
  readonly strength: number;
}

export interface WatchState {
  readonly watch: string;
  readonly v: 1;
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
  readonly injections: readonly Injection[];
  /** null = the watch is up to date. */
  readonly backlog: Backlog | null;
  readonly pending: readonly Pending[];
}

export function firstState(watch: string, at: number): WatchState {
  return {
    watch,
    v: 1,
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
    injections: [],
    backlog: null,
    pending: [],
  };
}
