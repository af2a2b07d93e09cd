// A change of champion leaves a record, in the write that makes it. Pure.
import { openIncident } from '../evidence/monitor.ts';
import type { ChampionChange } from '../model.ts';
import type { WatchState } from '../state.ts';
import { withPending } from './told.ts';

type Facts = Pick<ChampionChange, 'how' | 'by' | 'at'> &
  Partial<Pick<ChampionChange, 'reason' | 'trigger' | 'trial' | 'duels' | 'intent'>>;

/** `after`, whose champion is another than that of `before`, with the record of why. Every such change goes through here. */
export function crowned(before: WatchState, after: WatchState, facts: Facts): WatchState {
  const { watch, rev, champion: from } = before;
  const { champion: to } = after;
  if (to === null || to === from) return after;
  const change: ChampionChange = {
    watch,
    rev,
    from,
    to,
    reason: null,
    trigger: null,
    trial: null,
    intent: null,
    ...facts,
    incident: openIncident(before)?.number ?? null,
  };
  // A state is replaced once.
  return withPending(after, [{ to: 'champions', key: `champion:${watch}:${rev}`, change }]);
}
