// A backlog of many slices (a file of months, a long stop): checked like everything else, told by one card.
import type { DriftReport } from '../drift.ts';
import { timeOf } from '../evidence/monitor.ts';
import type { Backlog } from '../news.ts';
import type { RetrainOutcome } from '../retraining/outcome.ts';
import type { Pending, WatchState } from '../state.ts';
import { incidentNews, newsPending, withPending } from './told.ts';
import { changeFrom, type Watched, type World } from './world.ts';

/** An hour of two-minute checks: less is an ordinary pause and told as it comes. */
const ordinarySlices = 30;

/** Counts a batch in, and begins a backlog when the batch is more than an ordinary pause. */
export function countChecks(
  before: WatchState,
  after: WatchState,
  batch: { slices: number; reports: readonly DriftReport[]; rows: number; now: number },
): WatchState {
  if (before.backlog === null && batch.slices <= ordinarySlices) return after;
  const [first] = batch.reports;
  const last = batch.reports.at(-1);
  const known = before.backlog ?? beginning(batch.now, first);
  const backlog = {
    ...known,
    until: last === undefined ? known.until : timeOf(last),
    checks: known.checks + batch.reports.length,
    rows: known.rows + batch.rows,
    alarms: known.alarms + after.incidents - before.incidents,
  };
  return { ...after, backlog };
}

function beginning(now: number, first: DriftReport | undefined): Backlog {
  const from = first === undefined ? null : timeOf(first);
  return {
    since: now,
    from,
    until: from,
    checks: 0,
    rows: 0,
    alarms: 0,
    promotions: 0,
    rejections: 0,
    revision: 0,
  };
}

/** Counts a retraining in, while there is a backlog. */
export function countRetraining(state: WatchState, { result }: RetrainOutcome): WatchState {
  const { backlog } = state;
  if (backlog === null) return state;
  const promotions = backlog.promotions + (result === 'promoted' ? 1 : 0);
  return {
    ...state,
    backlog: { ...backlog, promotions, rejections: backlog.rejections + (result === 'rejected' ? 1 : 0) },
  };
}

/** Tells how far the backlog is worked off; when it is, the open incident (if any) speaks for itself again. */
export async function tellBacklog(
  world: World,
  watched: Watched,
  { done, state: known }: { readonly done: boolean; readonly state: WatchState },
): Promise<WatchState> {
  return changeFrom(world, known, (state) => {
    if (state.backlog === null) return null;
    const backlog = { ...state.backlog, revision: state.backlog.revision + 1 };
    const after = { ...state, backlog: done ? null : backlog };
    const incident = done
      ? incidentNews({ ...state, incident: null }, withoutResolved(after), watched, world.clock.now())
      : [];
    return withPending(after, [
      cardOf(watched, state, { backlog, done, at: world.clock.now() }),
      ...incident,
    ]);
  });
}

/** What was over before anybody could read of it is in the counts. */
function withoutResolved(state: WatchState): WatchState {
  return state.incident?.phase === 'resolved' ? { ...state, incident: null } : state;
}

function cardOf(
  { watch }: Watched,
  state: WatchState,
  told: { backlog: Backlog; done: boolean; at: number },
): Pending {
  const { backlog, done, at } = told;
  const thread = `backlog:${watch.name}:${backlog.since}`;
  const { revision } = backlog;
  return newsPending({
    kind: 'backlog',
    key: `${thread}:${revision}`,
    watch: watch.name,
    at,
    thread,
    revision,
    channel: watch.channel,
    backlog,
    done,
    champion: state.champion ?? 0,
    elsewhere: watch.champion === 'external',
  });
}
