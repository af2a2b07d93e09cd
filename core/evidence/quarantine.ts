// QUARANTINE: rows whose data is faulty are held back, from the alarm that found it until the fault is over or a person
// has decided. The state machine of it. Pure.
import type { DriftReport } from '../drift.ts';
import type { Incident } from '../news.ts';
import type { DataFault, Quarantine } from '../quarantine.ts';
import type { Pending, WatchState } from '../state.ts';
import { quietBelow } from './gather.ts';
import { openIncident, revised, timeOf } from './monitor.ts';
import { isPipeline, qualityCauses } from './verdict.ts';

/** The batch that rows join now. */
export function lastingIn({ quarantine }: Pick<WatchState, 'quarantine'>): Quarantine | null {
  return quarantine ?? null;
}

/**
 * Takes a report in, after the monitor: an alarm of the data's quality begins a batch with the rows since the change, and
 * what comes later joins it. Rows of checks in which little speaks for the fault wait outside until it is sure that it is over.
 */
export function quarantine(before: WatchState, after: WatchState, { report, keptFor }: Seen): WatchState {
  const held = lastingIn(after);
  if (held !== null) return { ...after, quarantine: joined(held, report) };
  return firesNow(before, after) && isPipeline(report) ? begun(after, { report, keptFor }) : after;
}

interface Seen {
  readonly report: DriftReport;
  /** As in Quarantine. */
  readonly keptFor: number | null;
}

function firesNow({ incident: old }: WatchState, { incident: now }: WatchState): boolean {
  if (now?.phase !== 'firing') return false;
  return old?.id !== now.id || now.fired > old.fired;
}

function begun(state: WatchState, { report, keptFor }: Seen): WatchState {
  const causes = qualityCauses(report);
  const since = causes.flatMap(({ since }) => (since === null ? [] : [since]));
  const rows = Math.max(report.newRows, ...since.map((moment) => moment.rows));
  const from = Math.min(timeOf(report), ...since.map(({ at }) => at));
  const reasons = causes.flatMap(({ kind, of, before, after }): DataFault[] =>
    kind === 'missing' || kind === 'category' ? [{ kind, of, before, after }] : [],
  );
  return opened(state, {
    ...{ origin: 'alarm', reasons, rows, after: 0, from, until: timeOf(report) },
    ...{ openedAt: report.at, examples: [], keptFor },
  });
}

export type Found = Pick<
  Quarantine,
  'origin' | 'reasons' | 'rows' | 'after' | 'from' | 'until' | 'openedAt' | 'examples' | 'keptFor'
>;

/** A batch of what was found. Rows join it while an incident is open, whose card tells of it; else it ends here. */
export function opened(state: WatchState, found: Found): WatchState {
  const number = (state.quarantines ?? 0) + 1;
  const incident = openIncident(state);
  const batch: Quarantine = {
    ...{ watch: state.watch, number, revision: 0, ...found },
    ...{ incident: incident?.id ?? null, end: state.position, lasting: true },
    ...{ status: 'held', by: null, at: null },
  };
  const shown = incident === null ? state.incident : { ...incident, held: number };
  return { ...state, quarantines: number, quarantine: batch, incident: shown };
}

/** The card of the incident shows what is held of it from now on. */
export function shown(state: WatchState): WatchState {
  const incident = openIncident(state);
  return incident === null ? state : { ...state, incident: revised(incident) };
}

function joined(held: Quarantine, report: DriftReport): Quarantine {
  const { evidence, newRows } = report;
  const quiet = evidence !== null && (evidence.log ?? Number.NEGATIVE_INFINITY) < quietBelow * evidence.bar;
  if (quiet) return { ...held, after: held.after + newRows };
  return { ...held, rows: held.rows + held.after + newRows, after: 0, until: timeOf(report) };
}

/** A decision of a person. */
export interface Said {
  readonly status: 'released' | 'discarded';
  readonly by: string;
  readonly at: number;
}

/** A person has decided about the batch that lasts: rows no longer join it. */
export function decidedOn(state: WatchState, said: Said): WatchState {
  const held = lastingIn(state);
  return held === null ? state : { ...state, quarantine: { ...held, ...said } };
}

/**
 * A state fit to be written: the batch ends with its incident or once it is decided about, and what is held is on its way
 * to its collection. The evidence begins anew after it: what faulty rows have bet proves nothing.
 */
export function settledQuarantine(state: WatchState): WatchState {
  const held = lastingIn(state);
  if (held === null) return state;
  const end = { ...held, end: state.position };
  if (held.status === 'held' && belongs(held, state.incident)) {
    const monitor = state.monitor === 'ALARM' ? 'QUARANTINE' : state.monitor;
    const batch = { ...end, revision: Math.max(1, held.revision) };
    const first = held.revision === 0 ? [quarantinePending(batch)] : [];
    return { ...state, monitor, quarantine: batch, pending: [...state.pending, ...first] };
  }
  const over = { ...end, revision: held.revision + 1, lasting: false };
  const rest = { quarantine: null, evidence: null, referenceEnd: state.position };
  return { ...state, ...rest, pending: [...state.pending, quarantinePending(over)] };
}

function belongs({ incident }: Quarantine, open: Incident | null): boolean {
  return open !== null && open.id === incident && open.phase !== 'resolved';
}

export function quarantinePending(batch: Quarantine): Pending {
  const { watch, number, revision } = batch;
  return { to: 'quarantine', key: `quarantine:${watch}:${number}:${revision}`, batch };
}
