import { describe, expect, it } from 'vitest';
import type { News } from '../../../core/news.ts';
import { undonePending } from '../../../core/ops/undone.ts';
import { firstState, type WatchState } from '../../../core/state.ts';
import { watchDefaults } from '../../flows/stage-watch.ts';

const undone = { at: 7, from: 2, to: 1, rows: 40, oldOnly: 12, newOnly: 0 };
const after: WatchState = { ...firstState('shop', 0), champion: 1, previous: 2, rev: 9 };

function pendingOf(state: WatchState, champion: 'trained' | 'mlflow' = 'trained') {
  const source = {
    kind: 'file',
    path: '',
    time: null,
    id: null,
    label: 'y',
    labels: null,
    drop: [],
  } as const;
  const watch = {
    ...watchDefaults,
    name: 'shop',
    source: { ...source, drop: [] },
    champion,
    reference: null,
  };
  return undonePending({ watch }, state, undone);
}
const kinds = (state: WatchState, champion?: 'mlflow') => pendingOf(state, champion).map(({ to }) => to);

describe('a promotion that was undone', () => {
  it('has a card of its own outside an incident, moves the aliases, and is audited', () => {
    const pending = pendingOf(after);
    expect(pending.map(({ to, key }) => [to, key])).toEqual([
      ['audit', 'undone:shop:9'],
      ['outbox', 'rolled_back:shop:probation:9:1'],
      ['mlflow', 'switch:shop:9'],
    ]);
    const news: News[] = pending.flatMap((one) => (one.to === 'outbox' ? [one.news] : []));
    expect(news).toMatchObject([
      { kind: 'rolled_back', from: 2, to: 1, by: 'vigie', undone: { rows: 40, oldOnly: 12, newOnly: 0 } },
    ]);
  });

  it('has none while a backlog is worked off', () => {
    const backlog = {
      since: 0,
      from: 0,
      until: 0,
      checks: 0,
      rows: 0,
      alarms: 0,
      promotions: 1,
      rejections: 0,
    };
    expect(kinds({ ...after, backlog: { ...backlog, revision: 1 } })).toEqual(['audit', 'mlflow']);
  });

  it('leaves the aliases of a model of somebody else alone', () => {
    expect(kinds(after, 'mlflow')).toEqual(['audit', 'outbox']);
  });
});
