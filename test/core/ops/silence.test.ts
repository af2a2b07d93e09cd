import { describe, expect, it } from 'vitest';
import { countArrivals } from '../../../core/ops/silence.ts';
import { firstState, type WatchState } from '../../../core/state.ts';

const cadence = 2 * 60_000;
const day = 86_400_000;
const watched = { watch: { name: 'shop', channel: null } };

interface Story {
  readonly state: WatchState;
  readonly at: number;
  readonly told: readonly string[];
}

/** Scheduled checks of a watch with a champion; each entry is the rows one of them finds. */
function scheduled(
  rows: readonly number[],
  from: WatchState = { ...firstState('shop', 0), champion: 1 },
): Story {
  return rows.reduce(step, { state: from, at: from.createdAt, told: [] });
}

function step({ state, at, told }: Story, rows: number): Story {
  const now = at + cadence;
  const after = countArrivals({ ...state, pending: [] }, watched, { rows, scheduled: true, at: now });
  const news = after.pending.flatMap((one) =>
    one.to === 'outbox' && one.news.kind === 'no_data'
      ? [`${one.key} ${one.news.checks} ${one.news.back?.rows ?? 'silent'}`]
      : [],
  );
  return { state: after, at: now, told: [...told, ...news] };
}

const steady = Array(5).fill(50);
const empty = (count: number) => Array(count).fill(0);
const said = (rows: readonly number[]) => scheduled(rows).told;

describe('the silence of a watch', () => {
  it('is told once, after three empty checks, and once more when rows are back', () => {
    expect(said([...steady, ...empty(2)])).toEqual([]);
    const since = 6 * cadence;
    expect(said([...steady, ...empty(9)])).toEqual([`no_data:shop:${since}:1 3 silent`]);
    expect(said([...steady, ...empty(9), 70, 50])).toEqual([
      `no_data:shop:${since}:1 3 silent`,
      `no_data:shop:${since}:2 9 70`,
    ]);
  });

  it('is another one, with a card of its own, the next time', () => {
    const told = said([...steady, ...empty(4), ...steady, ...empty(8), 50]);
    expect(told).toHaveLength(4);
    expect(new Set(told.map((line) => line.split(' ')[0])).size).toBe(4);
  });

  it('is none for a watch whose pace is not known: a file that was read at once and never grows', () => {
    expect(said([2_000, ...empty(500)])).toEqual([]);
    expect(said([2_000, 400, ...empty(500)])).toEqual([]);
    expect(said(empty(500))).toEqual([]);
  });

  it('is longer than the pauses it knows: rows that come once an hour are no silence', () => {
    const hourly = [50, ...empty(29)];
    expect(said(Array(20).fill(hourly).flat())).toEqual([]);
    const told = said([...Array(5).fill(hourly).flat(), 50, ...empty(60)]);
    // 29 empty checks are usual; a quarter more and three are not.
    expect(told.map((line) => line.split(' ').slice(1))).toEqual([['40', 'silent']]);
  });

  it('knows the nights of the last week, and forgets a pause after it', () => {
    const night = [...Array(480).fill(50), ...empty(240)];
    const told = said(Array(3).fill(night).flat());
    // The first night is told of, with its end; the others are usual.
    expect(told).toHaveLength(2);
    const { state } = scheduled([...steady, ...empty(200), 50]);
    expect(state.arrivals.pause?.checks).toBe(200);
    const later = countArrivals(state, watched, { rows: 50, scheduled: true, at: 9 * day });
    expect(later.arrivals.pause).toBeNull();
  });

  it('does not count before the first champion, in a backlog, nor checks on demand that find nothing', () => {
    const silent = [...steady, ...empty(9)];
    expect(scheduled(silent, firstState('shop', 0)).told).toEqual([]);
    const backlog = {
      since: 0,
      from: null,
      until: null,
      checks: 1,
      rows: 1,
      alarms: 0,
      promotions: 0,
      rejections: 0,
      revision: 1,
    };
    expect(scheduled(silent, { ...firstState('shop', 0), champion: 1, backlog }).told).toEqual([]);
    const { state, at } = scheduled(steady);
    expect(countArrivals(state, watched, { rows: 0, scheduled: false, at })).toBe(state);
    expect(countArrivals(state, watched, { rows: 5, scheduled: false, at }).arrivals.empty).toBe(0);
  });
});
