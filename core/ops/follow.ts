// The minute's round: approvals and snoozes that are over, and reminders of incidents that nobody takes.
import { declineProposal, proposalOf } from '../evidence/approval.ts';
import { callsPeople, isMuted, markReminded, reminderDue, wakeIncident } from '../evidence/attended.ts';
import { openIncident } from '../evidence/monitor.ts';
import type { News } from '../news.ts';
import type { Pending, WatchState } from '../state.ts';
import { incidentNews, newsPending, withPending } from './told.ts';
import { changeState, stateOf, type Watched, type World } from './world.ts';

type Reminder = Extract<News, { kind: 'reminder' }>;

/** `done` = the states that changed. */
export async function follow(world: World): Promise<{ done: number }> {
  let done = 0;
  for (const watched of world.watches.values()) {
    const at = world.clock.now();
    await changeState(world, watched.watch.name, (state) => {
      const after = followed(state, watched, at);
      if (after !== null) done++;
      return after;
    });
  }
  return { done };
}

function followed(state: WatchState, watched: Watched, at: number): WatchState | null {
  return expired(state, watched, at) ?? reminded(state, watched, at);
}

/** Nobody decided in time, or another champion serves: its card asks no more. */
function expired(state: WatchState, watched: Watched, at: number): WatchState | null {
  const { proposal } = state;
  if (proposal == null || proposalOf(state, at) !== null) return null;
  const declined = declineProposal(state, proposal, { by: null, at });
  return withPending(declined, incidentNews(state, declined, watched, at));
}

function reminded(state: WatchState, watched: Watched, at: number): WatchState | null {
  const { incident } = state;
  if (incident !== null && incident.snoozed !== null && !isMuted(incident, at)) {
    const awake = wakeIncident(state, at);
    return withPending(awake, incidentNews(state, awake, watched, at));
  }
  const level = reminderDue(state, at);
  const open = openIncident(state);
  if (level === null || open === null) return null;
  return withPending(markReminded(state, level), [reminderPending(watched, { incident: open, level, at })]);
}

function reminderPending(
  { watch }: Watched,
  { incident, level, at }: Pick<Reminder, 'incident' | 'level' | 'at'>,
): Pending {
  const thread = `reminder:${incident.id}:${level}`;
  return newsPending({
    kind: 'reminder',
    key: `${thread}:1`,
    watch: watch.name,
    at,
    thread,
    revision: 1,
    channel: watch.channel,
    incident,
    level,
  });
}

/** Whether a reminder is still worth telling: somebody may have come while it waited. */
export async function stillCalls(world: World, { watch, incident }: Reminder): Promise<boolean> {
  if (!world.watches.has(watch)) return false;
  const { incident: now } = await stateOf(world, watch);
  return now?.id === incident.id && callsPeople(now, world.clock.now());
}
