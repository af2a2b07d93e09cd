// When a watch's rows stop coming: what counts as silence, and its one card. A pace has to be known first, so a file that
// was read to its end and never grows is no silence; that it is done, the card of its backlog says.
import type { News } from '../news.ts';
import type { Arrivals, Pending, WatchState } from '../state.ts';
import type { Watch } from '../watch.ts';
import { newsPending, withPending } from './told.ts';

type Watched = { readonly watch: Pick<Watch, 'name' | 'channel'> };
type NoData = Extract<News, { kind: 'no_data' }>;

/** Checks at the ordinary pace that have to find rows before their absence means anything. */
const knownAfter = 3;
/** Empty checks beyond the usual pause, and how much longer than the longest one a pause may be. */
const leastEmpty = 3;
const slack = 1.25;
/** Nights and weekends are known by their last week. */
const pauseKeptMs = 8 * 86_400_000;

interface Round {
  /** Rows it checked. */
  readonly rows: number;
  /** The schedule asked for it; a check on demand that finds nothing says nothing of the pace. */
  readonly scheduled: boolean;
  readonly at: number;
}

/** Counts a round in; a silence that begins, or ends, has its news. The state itself when nothing is counted. */
export function countArrivals(state: WatchState, watched: Watched, round: Round): WatchState {
  // Before the first champion rows are collected, not checked; in a backlog they come at no pace.
  if (state.champion === null || state.backlog !== null) return state;
  if (round.rows > 0) return arrived(state, watched, round);
  return round.scheduled ? missed(state, watched, round) : state;
}

function arrived(state: WatchState, watched: Watched, { at, rows }: Round): WatchState {
  const { seen, empty, emptySince, silent } = state.arrivals;
  const arrivals: Arrivals = {
    seen: Math.min(knownAfter, seen + 1),
    empty: 0,
    emptySince: null,
    pause: longest(state.arrivals, at),
    silent: false,
  };
  const after = { ...state, arrivals };
  if (!silent || emptySince === null) return after;
  return withPending(after, [cardOf(watched, { since: emptySince, checks: empty, back: { at, rows } }, at)]);
}

function longest({ pause, empty }: Arrivals, at: number): Arrivals['pause'] {
  const known = pause !== null && at - pause.at < pauseKeptMs ? pause : null;
  if (empty === 0 || (known !== null && known.checks > empty)) return known;
  return { checks: empty, at };
}

function missed(state: WatchState, watched: Watched, { at }: Round): WatchState {
  const { seen, pause, silent } = state.arrivals;
  const empty = state.arrivals.empty + 1;
  const emptySince = state.arrivals.emptySince ?? at;
  const usual = Math.ceil((pause?.checks ?? 0) * slack);
  const begins = !silent && seen === knownAfter && empty >= usual + leastEmpty;
  const after = { ...state, arrivals: { ...state.arrivals, empty, emptySince, silent: silent || begins } };
  if (!begins) return after;
  return withPending(after, [cardOf(watched, { since: emptySince, checks: empty, back: null }, at)]);
}

function cardOf({ watch }: Watched, facts: Pick<NoData, 'since' | 'checks' | 'back'>, at: number): Pending {
  const thread = `no_data:${watch.name}:${facts.since}`;
  const revision = facts.back === null ? 1 : 2;
  return newsPending({
    kind: 'no_data',
    key: `${thread}:${revision}`,
    watch: watch.name,
    at,
    thread,
    revision,
    channel: watch.channel,
    ...facts,
  });
}
