// The card of a batch that is held back outside an incident, whose card would tell of it. Pure.
import { openIncident } from '../evidence/monitor.ts';
import type { Pending, WatchState } from '../state.ts';
import { newsPending, singleNews } from './told.ts';
import type { Watched } from './world.ts';

export function heldNews(after: WatchState, watched: Pick<Watched, 'watch'>, at: number): Pending[] {
  const { quarantine: batch = null } = after;
  if (batch === null || openIncident(after) !== null || after.backlog !== null) return [];
  return [
    newsPending(singleNews('quarantine', watched, { name: String(batch.number), at, facts: { batch } })),
  ];
}
