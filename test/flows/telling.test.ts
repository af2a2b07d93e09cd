// News on their way to people, who may be away.
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../core/errors.ts';
import type { News } from '../../core/news.ts';
import { createOps } from '../../core/ops/index.ts';
import type { Notifier } from '../../core/ports.ts';
import { openStage, type Stage, start, vigie } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const away = () => new AppError('upstream_unavailable', 'Discord does not answer.');
const deliver = () => stage.ops.deliver({}, vigie);

function newsOf(name: string, revision = 1): News {
  const thread = `rolled_back:shop:${name}`;
  const base = { key: `${thread}:${revision}`, watch: 'shop', at: start, thread, revision, channel: null };
  return { ...base, kind: 'rolled_back', from: 2, to: 1, by: 'ada' };
}

describe('delivering', () => {
  it('sends each news once', async () => {
    stage = await openStage();
    for (const name of ['a', 'b', 'c']) await stage.store.outbox.add(newsOf(name));
    expect(await deliver()).toEqual({ done: 3 });
    expect(await deliver()).toEqual({ done: 0 });
    expect(stage.mailbox.deliveries.map(({ news }) => news.key)).toEqual(
      ['a', 'b', 'c'].map((name) => newsOf(name).key),
    );
  });

  it('sends what a process left in the state that died before it could move it, also when nothing else changes', async () => {
    stage = await openStage();
    await stage.arrive(400);
    const { states } = stage.store;
    const dead = stage.process('dead', {
      ...stage.store,
      states: { ...states, settle: async () => {} },
    });
    await dead.ops.check({ watch: 'shop' }, vigie);
    expect(stage.mailbox.deliveries).toEqual([]);
    await stage.ops.check({ watch: 'shop' }, vigie);
    expect(stage.mailbox.deliveries.map(({ news }) => news.kind)).toEqual(['trained']);
    expect((await stage.state()).pending).toEqual([]);
  });

  it('sends each once when many deliver at the same time', async () => {
    stage = await openStage();
    const names = Array.from({ length: 10 }, (_, at) => `n${at}`);
    for (const name of names) await stage.store.outbox.add(newsOf(name));
    const { process } = stage;
    const done = await Promise.all(names.map((name) => process(name).ops.deliver({}, vigie)));
    expect(done.reduce((sum, result) => sum + result.done, 0)).toBe(10);
    expect(stage.mailbox.deliveries).toHaveLength(10);
  });

  it('tries again after 1, 2, 4, ... seconds, five minutes at most', async () => {
    stage = await openStage();
    await stage.store.outbox.add(newsOf('a'));
    for (const seconds of [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]) {
      stage.mailbox.refusals.push(away());
      expect(await deliver()).toEqual({ done: 0 });
      expect(stage.mailbox.refusals).toEqual([]);
      stage.clock.advance(seconds * 1_000 - 1);
      stage.mailbox.refusals.push(away());
      await deliver();
      expect(stage.mailbox.refusals, `not before ${seconds} s`).toHaveLength(1);
      stage.mailbox.refusals.length = 0;
      stage.clock.advance(1);
    }
    expect(await deliver()).toEqual({ done: 1 });
    expect(await stage.store.outbox.depth()).toBe(0);
  });

  it('leaves the others waiting while nobody answers', async () => {
    stage = await openStage();
    for (const name of ['a', 'b']) await stage.store.outbox.add(newsOf(name));
    stage.mailbox.refusals.push(away());
    expect(await deliver()).toEqual({ done: 0 });
    expect(stage.mailbox.deliveries).toEqual([]);
    expect(await deliver()).toEqual({ done: 1 });
    stage.clock.advance(1_000);
    expect(await deliver()).toEqual({ done: 1 });
  });

  it('gives up what is refused for good, counts it, and goes on', async () => {
    stage = await openStage();
    for (const name of ['a', 'b']) await stage.store.outbox.add(newsOf(name));
    stage.mailbox.refusals.push(new AppError('forbidden', 'Vigie may not write in that channel.'));
    expect(await deliver()).toEqual({ done: 1 });
    stage.clock.advance(1_000_000);
    expect(await deliver()).toEqual({ done: 0 });
    expect((await stage.ops.status({}, vigie)).notifications).toMatchObject({ waiting: 0, dead: 1 });
  });

  it('gives up news that meet a bug, too', async () => {
    stage = await openStage();
    await stage.store.outbox.add(newsOf('a'));
    const notifier: Notifier = { name: 'broken', deliver: () => Promise.reject(new TypeError('no')) };
    const broken = createOps({ ...stage.world, notifier });
    expect(await broken.deliver({}, vigie)).toEqual({ done: 0 });
    expect(await stage.store.outbox.dead()).toBe(1);
  });

  it('shows the newest revision of a card only', async () => {
    stage = await openStage();
    for (const revision of [1, 2, 3]) await stage.store.outbox.add(newsOf('a', revision));
    expect(await deliver()).toEqual({ done: 1 });
    expect(stage.mailbox.deliveries.map(({ news }) => news.revision)).toEqual([3]);
    await stage.store.outbox.add(newsOf('a', 4));
    await deliver();
    expect(stage.mailbox.deliveries[1]).toMatchObject({ news: { revision: 4 }, previous: { message: 'm1' } });
  });

  it('edits the card when it was posted and the storage was gone before that could be noted', async () => {
    stage = await openStage();
    await stage.store.outbox.add(newsOf('a'));
    const { outbox } = stage.store;
    let failures = 1;
    const store = {
      ...stage.store,
      outbox: {
        ...outbox,
        settle: (...given: Parameters<typeof outbox.settle>) =>
          failures-- > 0
            ? Promise.reject(new AppError('storage_unavailable', 'The database does not answer.'))
            : outbox.settle(...given),
      },
    };
    const other = stage.process('other', store);
    await expect(other.ops.deliver({}, vigie)).rejects.toMatchObject({ code: 'storage_unavailable' });
    // It is told again, with the same key and revision: what the notifier makes its nonce of.
    stage.clock.advance(60_000);
    expect(await deliver()).toEqual({ done: 1 });
    expect(stage.mailbox.deliveries.map(({ news }) => news.key)).toEqual([newsOf('a').key, newsOf('a').key]);
  });

  it('is left to another process where there is no notifier', async () => {
    stage = await openStage();
    await stage.store.outbox.add(newsOf('a'));
    expect(await createOps({ ...stage.world, notifier: null }).deliver({}, vigie)).toEqual({ done: 0 });
    expect(await stage.store.outbox.depth()).toBe(1);
  });
});
