// A process that dies between the write of the state and the move of what it left, or half way through that move: rows
// stay where the state says, each batch once, and people are told once.
import { afterEach, describe, expect, it } from 'vitest';
import type { Store } from '../../core/store.ts';
import { holed, spoilt } from './spoilt.ts';
import { callerOf, learned, minute, type Stage, vigie } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());

const ada = callerOf('admin');
const killed = new Error('killed');
type Moment = 'before the move' | 'after the move, before the state forgets it';
const moments: readonly Moment[] = ['before the move', 'after the move, before the state forgets it'];

/** The operations of a process that dies when it moves a batch. */
function dying(moment: Moment): Stage['ops'] {
  const { store } = stage;
  const states: Store['states'] = {
    ...store.states,
    async settle(state) {
      if (!state.pending.some(({ to }) => to === 'quarantine')) return store.states.settle(state);
      // Of a state that nobody has, nothing is forgotten.
      if (moment !== 'before the move') await store.states.settle({ ...state, watch: 'nobody' });
      throw killed;
    },
  };
  return stage.process('dying', { ...store, states }).ops;
}

/** It ends as a bug does: the log of the double has nothing of it. */
const dies = async (work: Promise<unknown>) =>
  expect(await work.catch((cause: unknown) => cause)).toMatchObject({ code: 'internal' });

async function brokenRows(): Promise<void> {
  stage.clock.advance(2 * minute);
  await spoilt(stage, holed);
}

const batches = async () => (await stage.ops.quarantine({}, ada)).watches[0]?.batches ?? [];
const stored = async () => stage.store.quarantine.list('shop');
const cards = () => stage.mailbox.deliveries.filter(({ news }) => news.kind === 'incident');

/** Every second y is lost until the watch is in quarantine; the process that finds it is killed at that. */
async function alarmed(moment: Moment): Promise<void> {
  stage = await learned(2_000);
  await stage.rounds(3);
  const process = dying(moment);
  for (let round = 0; round < 12; round += 1) {
    await brokenRows();
    const failed = await process.check({}, vigie).then(
      () => false,
      () => true,
    );
    if (failed) return;
  }
  throw new Error('nothing was held back');
}

/** The same with processes that live. */
async function held(): Promise<void> {
  stage = await learned(2_000);
  await stage.rounds(3);
  for (let round = 0; round < 12 && (await stored()).length === 0; round += 1) {
    await brokenRows();
    await stage.patrol();
  }
}

describe.each(moments)('killed %s', (moment) => {
  it('when an alarm held the rows: they are held, and the next process moves them and tells of them once', async () => {
    await alarmed(moment);
    const left = await stage.state();
    expect(left.monitor).toBe('QUARANTINE');
    expect(left.pending.filter(({ to }) => to === 'quarantine')).toHaveLength(1);
    expect(await stored()).toHaveLength(moment === 'before the move' ? 0 : 1);
    const found = await batches();
    expect(found).toMatchObject([{ number: 1, status: 'held', lasting: true }]);
    expect(found[0]?.rows).toBe(left.quarantine?.rows);
    await stage.patrol();
    await stage.ops.deliver({}, vigie);
    const after = await stage.state();
    expect(after.pending).toEqual([]);
    expect(await batches()).toEqual(found);
    expect(await stored()).toMatchObject([{ number: 1, status: 'held', rows: left.quarantine?.rows }]);
    expect(cards()).toMatchObject([{ previous: null, news: { change: 'fired', held: { number: 1 } } }]);
    // What was there before the fault may be learned from, and none of it twice.
    const { outcome } = await stage.ops.retrain({ dry_run: true }, ada);
    expect(Math.max(...outcome.candidates.map(({ rows }) => rows))).toBeLessThanOrEqual(2_150);
  });

  it('when a person discarded them: they stay discarded by that person, and a second decision is refused', async () => {
    await held();
    const before = cards().length;
    const number = 1;
    await dies(dying(moment).discard({ number }, { ...ada, name: 'bob' }));
    expect(await batches()).toMatchObject([{ number, status: 'discarded', by: 'bob', lasting: false }]);
    expect(await stage.state()).toMatchObject({ quarantine: null, monitor: 'OK' });
    await expect(stage.ops.release({ number }, ada)).rejects.toMatchObject({
      code: 'conflict',
      message: 'Batch 1 of watch "shop" was discarded by bob already.',
    });
    await stage.patrol();
    await stage.ops.deliver({}, vigie);
    expect((await stage.state()).pending).toEqual([]);
    expect(await stored()).toMatchObject([{ number, status: 'discarded', by: 'bob', lasting: false }]);
    expect(cards().slice(before)).toMatchObject([{ news: { change: 'resolved' } }]);
  });

  it('when the fault was over: the batch ends once, and rows that are well are not in it', async () => {
    await held();
    const process = dying(moment);
    let ended = false;
    for (let round = 0; round < 60 && !ended; round += 1) {
      stage.clock.advance(2 * minute);
      await stage.arrive(50);
      ended = await process.check({}, vigie).then(
        () => false,
        () => true,
      );
    }
    expect(ended).toBe(true);
    const [batch] = await batches();
    expect(batch).toMatchObject({ number: 1, status: 'held', lasting: false });
    await stage.rounds(2);
    expect(await batches()).toEqual([batch]);
    expect(await stored()).toMatchObject([{ number: 1, revision: 2, rows: batch?.rows, lasting: false }]);
    expect(cards().filter(({ news }) => 'change' in news && news.change === 'resolved')).toHaveLength(1);
  });
});
