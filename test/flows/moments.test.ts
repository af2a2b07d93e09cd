// Which model answered at a moment, and why: told exactly for every change of champion there is.
import { afterEach, describe, expect, it } from 'vitest';
import type { Store } from '../../core/store.ts';
import { again, callerOf, learned, minute, openStage, refusalOf, type Stage, start, vigie } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const [admin, viewer] = [callerOf('admin'), callerOf('viewer')];
const at = (moment: number) =>
  stage.ops.championAt({ watch: 'shop', at: new Date(moment).toISOString() }, viewer);

/** A first champion, drift that retrains by itself, and what the retraining came to. */
const drifted = again(async () => {
  const opened = await learned(600, { tracked: true });
  await opened.rounds(14, { turned: true });
  return opened;
});

/** Every change so far, oldest first. */
async function changes() {
  const found = [];
  let moment = start - 1;
  for (;;) {
    const { next } = await stage.store.champions.around('shop', moment);
    if (next === null) return found;
    found.push(next);
    moment = next.at;
  }
}

describe('a past moment', () => {
  it('is told with what promoted its model by itself: incident, gate and run', async () => {
    stage = await drifted();
    const [first, second] = await changes();
    expect(first).toMatchObject({ from: null, to: 1, how: 'trained', by: 'vigie', trigger: 'first' });
    if (second === undefined) throw new Error('nothing was promoted');
    const [record] = await stage.store.retrains.list('shop', { limit: 1, before: null, after: null });
    const promotion = record?.entry;
    const trial = promotion?.trial;
    expect(second).toMatchObject({
      ...{ from: 1, how: 'retrained', by: 'vigie', trigger: 'drift', incident: 1 },
      ...{ to: promotion?.version, at: promotion?.endedAt },
      trial: { championOnly: trial?.championOnly, challengerOnly: trial?.challengerOnly, p: trial?.p },
    });
    const told = await at(second.at + 1);
    expect(told).toMatchObject({
      ...{ version: second.to, since: second.at, recorded: true, change: second, brought: second },
      run: { status: 'logged' },
    });
    expect(told.model?.reference).toBe((await stage.store.models.read('shop', second.to))?.reference);
    expect(await at(second.at - 1)).toMatchObject({ version: 1, until: second.at, next: second });
    expect(await at(start - minute)).toMatchObject({ version: null, recorded: true, change: null });
  });

  it('is told whoever moved the champion, in a chain without a gap', async () => {
    stage = await learned(600);
    for (const act of [
      () => stage.ops.train({ force: true }, admin),
      () => stage.ops.promote({ version: 1, reason: 'safer' }, admin),
      () => stage.ops.rollback({}, admin),
      () => stage.ops.retrain({ force: true, reason: 'a new season' }, admin),
    ]) {
      stage.clock.advance(minute);
      await stage.arrive(50);
      await act();
    }
    const chain = await changes();
    expect(chain.map(({ from, to, how, by, reason }) => [from, to, how, by, reason])).toEqual([
      [null, 1, 'trained', 'vigie', null],
      [1, 2, 'trained', 'ada', null],
      [2, 1, 'promoted', 'ada', 'safer'],
      [1, 2, 'rolled_back', 'ada', null],
      [2, 3, 'forced', 'ada', 'a new season'],
    ]);
    for (const change of chain) expect(await at(change.at)).toMatchObject({ version: change.to });
    const now = await stage.ops.championAt({}, viewer);
    expect(now).toMatchObject({ version: (await stage.state()).champion, until: null, next: null });
  });

  it('tells where the model came from that got a longer history since', async () => {
    stage = await learned(300, { watch: { policy: 'manual' } });
    for (let round = 0; round < 8; round++) {
      stage.clock.advance(2 * minute);
      await stage.arrive(50);
      await stage.ops.check({ watch: 'shop' }, vigie);
    }
    expect(await stage.ops.championAt({}, viewer)).toMatchObject({
      version: 2,
      change: { how: 'learning', from: 1, to: 2, by: 'vigie' },
      brought: { how: 'trained', to: 1 },
    });
  });

  it('is told of a change whose process died before it could move its record', async () => {
    stage = await learned(600);
    stage.clock.advance(minute);
    const { store } = stage;
    const dies: Store = {
      ...store,
      states: {
        ...store.states,
        settle: async (state) => {
          if (state.pending.some(({ to }) => to === 'champions')) throw new Error('killed');
          return store.states.settle(state);
        },
      },
    };
    await expect(stage.process('dies', dies).ops.train({ force: true }, admin)).rejects.toThrow();
    expect((await stage.state()).champion).toBe(2);
    expect(await stage.ops.championAt({}, viewer)).toMatchObject({ version: 2, change: { from: 1, to: 2 } });
  });

  it('is not guessed where a store is older than its records', async () => {
    stage = await learned(600);
    const blind: Store = {
      ...stage.store,
      champions: { around: async () => ({ last: null, brought: null, next: null }) },
    };
    const told = await stage.process('other', blind).ops.championAt({}, viewer);
    expect(told).toMatchObject({ version: null, recorded: false, run: { status: 'none' } });
  });

  it('is read in the zone of the watch, or as ISO 8601 says', async () => {
    stage = await openStage({ watch: { timezone: 'Asia/Tokyo' } });
    const told = await stage.ops.championAt({ at: '2025-11-24 14:00' }, viewer);
    expect(told).toMatchObject({ at: Date.UTC(2025, 10, 24, 5), version: null, recorded: true });
    const zoned = await stage.ops.championAt({ at: '2025-11-24T14:00:00+01:00' }, viewer);
    expect(zoned.at).toBe(Date.UTC(2025, 10, 24, 13));
    for (const text of ['Tuesday', '2999-01-01'])
      expect(await refusalOf(stage.ops.championAt({ at: text }, viewer))).toMatchObject({
        code: 'invalid_input',
        faults: [{ path: 'at' }],
      });
  });
});
