// The monitor of a watch: from reports to states, incidents and what is told. Pure.
import type { DriftReport } from '../drift.ts';
import type { Incident } from '../news.ts';
import { leastSinceChange } from '../retraining/windows.ts';
import type { WatchState } from '../state.ts';
import { isEstimatedLoss } from './performance.ts';
import { calmState, isOver, isQuiet, opens } from './standing.ts';
import { isPipeline } from './verdict.ts';

/** An open card is edited for a score that moved by a fifth, not for every check. */
const materialChange = 0.2;
/** How far the ledger of alarms reaches back. */
export const ledgerMs = 90 * 86_400_000;

/** Past incidents and retrainings that a state remembers. */
export const pastKept = 50;

const minute = 60_000;
const longestWait = 60 * minute;
/** How soon after a quiet end an alarm is the same incident, by event time. */
const flappingMs = 30 * minute;

export type Watched = Pick<
  WatchState,
  | 'watch'
  | 'monitor'
  | 'incident'
  | 'incidents'
  | 'quiet'
  | 'recent'
  | 'lastReport'
  | 'checks'
  | 'alarms'
  | 'pastIncidents'
  | 'pastRetrainings'
  | 'evidence'
  | 'probation'
  | 'quarantine'
>;

/** How an incident ends, and when by the clock. */
interface End {
  readonly resolution: NonNullable<Incident['resolution']>;
  readonly at: number;
}

/** Takes one report in. The incident's revision grows when there is something to tell. */
export function observe<S extends Watched>(state: S, report: DriftReport): S {
  const seen = { ...state, lastReport: report, checks: report.number };
  if (report.verdict === 'insufficient_data') return seen;
  const drifted = report.verdict === 'drift';
  const next = {
    ...seen,
    recent: [...state.recent, drifted].slice(-3),
    quiet: isQuiet(report) ? state.quiet + 1 : 0,
  };
  const open = openIncident(state);
  if (open === null) {
    if (drifted && opens(next, report)) return firedBy(next, report);
    return { ...next, monitor: calmState(state, report) };
  }
  if (open.phase === 'probation')
    return drifted && opens(next, report) ? refiredBy(next, open, report) : next;
  if (isOver(next, report))
    return resolve(next, { ...open, latest: report }, { resolution: 'quiet', at: report.at });
  return { ...next, incident: followed(open, report) };
}

/** Whether this report asks for a retraining: seed at once; full when a loss is confirmed or drift is large. */
export function asksForRetraining(state: Watched, report: DriftReport): boolean {
  if (report.verdict !== 'drift') return false;
  if (report.mode === 'seed') return true;
  if (state.quarantine != null || isPipeline(state.incident?.opened ?? report)) return false;
  // Without a label of the new regime there is nothing to learn from.
  if (report.performance?.accuracy == null) return false;
  const lost =
    report.performance?.drifted === true || (report.estimate !== null && isEstimatedLoss(report.estimate));
  const confirmed = report.grade === 'large' || lost;
  const open = openIncident(state);
  const cooling = open?.retryAt != null && timeOf(report) < open.retryAt;
  return confirmed && !cooling && hasRowsToLearn(report, open);
}

/**
 * A challenger that has seen the change too briefly learns the old regime again and is promoted for little. So the
 * tournament waits for the rows that its youngest window needs, but not for ever where rows are rare.
 */
function hasRowsToLearn(report: DriftReport, open: Incident | null): boolean {
  const since = report.performance?.sinceChange ?? null;
  if (since === null || since >= leastSinceChange) return true;
  return open !== null && timeOf(report) - open.openedAt >= longestWait;
}

/** The open incident, if there is one. */
export function openIncident({ incident }: Pick<WatchState, 'incident'>): Incident | null {
  return incident !== null && incident.phase !== 'resolved' ? incident : null;
}

/** Without an incident, as long as no check has said more. */
export function restingState({ probation }: Pick<WatchState, 'probation'>): 'OK' | 'PROBATION' {
  return probation == null ? 'OK' : 'PROBATION';
}

/** Another version serves from now on, or a person closes the incident (if any): with that its snooze is over too. */
export function closeIncident<S extends Watched>(state: S, end: End): S {
  const fresh = { ...state, quiet: 0, recent: [], monitor: restingState(state) };
  const open = openIncident(state);
  return open === null ? fresh : resolve(fresh, { ...open, snoozed: null }, end);
}

/** A person says that the change of the open incident was expected: it is closed, and the ledger counts no false alarm. */
export function expectIncident<S extends Watched>(
  state: S,
  expected: NonNullable<Incident['expected']>,
  at: number,
): S {
  const open = openIncident(state);
  if (open === null) return state;
  const alarms = state.alarms.map((alarm) =>
    alarm.at >= open.openedAt ? { ...alarm, expected: true } : alarm,
  );
  const said = { ...state, alarms, incident: { ...open, expected } };
  return closeIncident(said, { resolution: 'expected', at });
}

/** Event time of a report, or the time of the check where rows carry none. */
export function timeOf(report: DriftReport): number {
  return report.rowsUntil ?? report.at;
}

/** The incident with the newest report there is: what a card that is edited anyway should show. */
export function withLatest(incident: Incident | null, { lastReport }: Watched): Incident | null {
  return incident === null || lastReport === null ? incident : { ...incident, latest: lastReport };
}

/** What comes back soon after it went quiet is the same incident: one card for a flapping alarm, not one each time. */
function firedBy<S extends Watched>(state: S, report: DriftReport): S {
  const last = state.incident;
  const same =
    last?.resolution === 'quiet' &&
    timeOf(report) - timeOf(last.latest) <= flappingMs &&
    // A pipeline that broke is another story than drift that follows it.
    isPipeline(last.opened) === isPipeline(report);
  if (!same) return openedBy(state, report);
  return refiredBy(state, last, report);
}

function refiredBy<S extends Watched>(state: S, last: Incident, report: DriftReport): S {
  const again = {
    phase: 'firing',
    resolution: null,
    closedAt: null,
    calledAt: report.at,
    probation: null,
  } as const;
  const incident = revised({ ...last, ...again, latest: report, fired: last.fired + 1 });
  return { ...state, monitor: 'ALARM', incident, alarms: withAlarm(state, report) };
}

function openedBy<S extends Watched>(state: S, report: DriftReport): S {
  const number = state.incidents + 1;
  const incident: Incident = {
    id: `${state.watch}-${number}`,
    number,
    openedAt: timeOf(report),
    phase: 'firing',
    resolution: null,
    opened: report,
    latest: report,
    retrain: null,
    rejections: 0,
    retryAt: null,
    acknowledged: null,
    snoozed: null,
    fired: 1,
    calledAt: report.at,
    reminded: 0,
    closedAt: null,
    revision: 1,
  };
  const alarms = withAlarm(state, report);
  const pastIncidents = withPast(state.pastIncidents, state.incident);
  return { ...state, monitor: 'ALARM', incidents: number, incident, alarms, pastIncidents };
}

function withPast(past: Watched['pastIncidents'], last: Incident | null): Watched['pastIncidents'] {
  if (last === null || last.closedAt === null || last.resolution === null) return past;
  const { number, opened, acknowledged, closedAt, resolution, fired } = last;
  const short = { number, firedAt: opened.at, acknowledgedAt: acknowledged?.at ?? null };
  return [...past, { ...short, closedAt, resolution, fired }].slice(-pastKept);
}

/** The ledger: alarms of the last 90 days. */
function withAlarm({ alarms }: Watched, report: DriftReport): Watched['alarms'] {
  const at = timeOf(report);
  const kept = alarms.filter((alarm) => at - alarm.at < ledgerMs);
  return [...kept, { at, expected: false }];
}

function followed(open: Incident, report: DriftReport): Incident {
  const before = open.latest.score ?? 0;
  const moved = Math.abs((report.score ?? 0) - before) >= materialChange * Math.max(before, report.threshold);
  // A quiet change keeps `latest`, so that many small steps add up to one that is told.
  return moved && report.verdict === 'drift' ? revised({ ...open, latest: report }) : open;
}

/** Ends an incident. */
export function resolve<S extends Watched>(state: S, incident: Incident, { resolution, at }: End): S {
  return {
    ...state,
    monitor: restingState(state),
    quiet: 0,
    incident: revised({
      ...incident,
      phase: 'resolved',
      resolution,
      closedAt: at,
      // For a time: that time is kept, so that an alarm that flaps stays quiet. Until resolved: that is now.
      snoozed: incident.snoozed?.until == null ? null : incident.snoozed,
    }),
  };
}

/** With a revision more: something to tell. */
export function revised(incident: Incident): Incident {
  return { ...incident, revision: incident.revision + 1 };
}
