// What people do about an incident, and what becomes of it with time: taken, snoozed, reminded of, closed by hand. Pure.
import type { Incident, Snoozed } from '../news.ts';
import type { WatchState } from '../state.ts';
import { closeIncident, openIncident, revised, withLatest } from './monitor.ts';

const minute = 60_000;
/** So long after people were called are they called again, once and once more; then only the digest tells. */
const firstReminder = 15 * minute;
const secondReminder = 60 * minute;

/** Whoever comes first takes it: a second one changes nothing. */
export function acknowledgeIncident(
  state: WatchState,
  acknowledged: NonNullable<Incident['acknowledged']>,
): WatchState {
  const open = openIncident(state);
  if (open === null || open.acknowledged !== null) return state;
  return { ...state, incident: revised({ ...open, acknowledged }) };
}

/** A later snooze takes the place of an earlier one. */
export function snoozeIncident(state: WatchState, snoozed: Snoozed): WatchState {
  const open = openIncident(state);
  return open === null ? state : { ...state, incident: revised({ ...open, snoozed }) };
}

/** The snooze is over: what came of the incident meanwhile is told, and people are called anew where it goes on. */
export function wakeIncident(state: WatchState, at: number): WatchState {
  const { incident } = state;
  if (incident === null || incident.snoozed === null) return state;
  const newest = incident.phase === 'resolved' ? incident : (withLatest(incident, state) ?? incident);
  return { ...state, incident: revised({ ...newest, snoozed: null, calledAt: at }) };
}

/**
 * A person closes the incident. The evidence begins anew, or the alarm that stands would open the next one at once: what
 * goes on has to be proven again.
 */
export function closeByHand(
  state: WatchState,
  closed: NonNullable<Incident['closed']>,
  at: number,
): WatchState {
  const open = openIncident(state);
  if (open === null) return state;
  const said = { ...state, incident: { ...open, closed }, evidence: null };
  return closeIncident(said, { resolution: 'closed', at });
}

/** Whether nothing of the incident is told at the time `at`. */
export function isMuted({ snoozed }: Incident, at: number): boolean {
  return snoozed !== null && (snoozed.until === null || at < snoozed.until);
}

/** Whether somebody should still be called: it fires, and nobody has taken or snoozed it. */
export function callsPeople(incident: Incident, at: number): boolean {
  const fires = incident.phase !== 'retraining' && incident.phase !== 'resolved';
  return fires && incident.acknowledged === null && !isMuted(incident, at);
}

/** The reminder that is due; null = none. After a long stop the second comes without the first. */
export function reminderDue(state: WatchState, at: number): 1 | 2 | null {
  const open = openIncident(state);
  // While a backlog is worked off its own card speaks for all.
  if (open === null || state.backlog !== null || !callsPeople(open, at)) return null;
  const waited = at - open.calledAt;
  if (waited >= secondReminder && open.reminded < 2) return 2;
  return waited >= firstReminder && open.reminded < 1 ? 1 : null;
}

/** Changes nothing that a card shows, so there is no revision. */
export function markReminded(state: WatchState, level: 1 | 2): WatchState {
  const open = openIncident(state);
  return open === null ? state : { ...state, incident: { ...open, reminded: level } };
}
