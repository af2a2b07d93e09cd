// What every store must do with news on their way.
import { describe, expect, it } from 'vitest';
import { type Bench, newsOf, sent } from './store-bench.ts';

export function queueCases(bench: Bench): void {
  const { clock } = bench;
  describe('the outbox', () => {
    const add = async (revision: number, at = clock.now()) => {
      const news = newsOf(bench.watch, revision, at);
      await bench.store.outbox.add(news);
      return news;
    };
    const claim = () => bench.store.outbox.claim(clock.now(), 1_000);

    it('gives the oldest due news first, each to one claimer', async () => {
      await add(2, clock.now() - 1);
      await add(1, clock.now() - 2);
      await add(3, clock.now() + 50);
      const claimed = [await claim(), await claim()];
      expect(claimed.map((item) => item?.news.revision)).toEqual([1, 2]);
      expect(claimed[0]).toEqual({
        key: `${bench.watch}:1`,
        news: newsOf(bench.watch, 1, clock.now() - 2),
        attempts: 0,
      });
      expect(await claim()).toBeNull();
      clock.advance(50);
      expect((await claim())?.news.revision).toBe(3);
      for (const revision of [1, 2, 3]) await bench.store.outbox.settle(`${bench.watch}:${revision}`, sent);
    });

    it('gives news again when the claimer did not come back in time', async () => {
      await add(1);
      expect(await claim()).not.toBeNull();
      clock.advance(999);
      expect(await claim()).toBeNull();
      clock.advance(1);
      expect((await claim())?.key).toBe(`${bench.watch}:1`);
      await bench.store.outbox.settle(`${bench.watch}:1`, sent);
    });

    it('stores the same news once', async () => {
      const depth = await bench.store.outbox.depth();
      const news = await add(1);
      await claim();
      await bench.store.outbox.settle(news.key, sent);
      await bench.store.outbox.add(news);
      expect(await bench.store.outbox.depth()).toBe(depth);
      expect(await claim()).toBeNull();
    });

    it('keeps where a card was posted', async () => {
      const news = await add(1);
      expect(await bench.store.outbox.readRef(news.thread)).toBeNull();
      await claim();
      await bench.store.outbox.settle(news.key, { outcome: 'sent', ref: { channel: 'c', message: 'm' } });
      expect(await bench.store.outbox.readRef(news.thread)).toEqual({ channel: 'c', message: 'm' });
      await add(2);
      await claim();
      await bench.store.outbox.settle(`${bench.watch}:2`, sent);
      expect(await bench.store.outbox.readRef(news.thread)).toEqual({ channel: 'c', message: 'm' });
    });

    it('tries again at the time it is told, and counts', async () => {
      const news = await add(1);
      await claim();
      const nextAt = clock.now() + 300;
      await bench.store.outbox.settle(news.key, { outcome: 'retry', nextAt, reason: 'away' });
      expect(await bench.store.outbox.depth()).toBe(1);
      clock.advance(299);
      expect(await claim()).toBeNull();
      clock.advance(1);
      expect((await claim())?.attempts).toBe(1);
      await bench.store.outbox.settle(news.key, sent);
      expect(await bench.store.outbox.depth()).toBe(0);
    });

    it('gives up what is dead, and counts it', async () => {
      const dead = await bench.store.outbox.dead();
      const news = await add(1);
      await claim();
      await bench.store.outbox.settle(news.key, { outcome: 'dead', reason: 'no such channel' });
      clock.advance(1_000_000);
      expect(await claim()).toBeNull();
      expect(await bench.store.outbox.depth()).toBe(0);
      expect(await bench.store.outbox.dead()).toBe(dead + 1);
    });

    it('tells what stands in its way: since when it waits, why, and why the newest was given up', async () => {
      const { outbox } = bench.store;
      const away = { reason: 'away', remedy: 'wait' };
      const old = await add(1, clock.now() - 500);
      await add(2, clock.now() - 100);
      await claim();
      await outbox.settle(old.key, { outcome: 'retry', nextAt: clock.now() + 300, ...away });
      expect(await outbox.trouble()).toMatchObject({ since: clock.now() - 500, retrying: away });
      await outbox.settle(old.key, sent);
      await outbox.settle(`${bench.watch}:2`, { outcome: 'dead', reason: 'no such channel' });
      const dead = { reason: 'no such channel', at: clock.now() };
      expect(await outbox.trouble()).toEqual({ since: null, retrying: null, dead });
      clock.advance(1);
      await outbox.retell(old.thread);
      expect(await outbox.trouble()).toMatchObject({ since: null, retrying: null });
      await claim();
      await outbox.settle(old.key, sent);
    });

    it('knows when a later revision of a thread exists', async () => {
      const first = await add(1);
      expect(await bench.store.outbox.superseded(first)).toBe(false);
      expect(await bench.store.outbox.outcomeOf('none')).toBeNull();
      expect(await bench.store.outbox.outcomeOf(first.key)).toEqual({ status: 'due', reason: null });
      const second = await add(2);
      expect(await bench.store.outbox.superseded(first)).toBe(true);
      expect(await bench.store.outbox.superseded(second)).toBe(false);
      await claim();
      await bench.store.outbox.settle(first.key, { outcome: 'superseded' });
      expect((await claim())?.key).toBe(second.key);
      await bench.store.outbox.settle(second.key, sent);
    });

    it('tells the newest sent revision of a thread again, and only that', async () => {
      for (const revision of [1, 2]) {
        await add(revision);
        await claim();
        await bench.store.outbox.settle(`${bench.watch}:${revision}`, sent);
      }
      await bench.store.outbox.retell(newsOf(bench.watch, 1, 0).thread);
      expect((await claim())?.key).toBe(`${bench.watch}:2`);
      expect(await claim()).toBeNull();
      await bench.store.outbox.settle(`${bench.watch}:2`, sent);
    });

    it('tells nothing again of a thread it does not know', async () => {
      await bench.store.outbox.retell(`${bench.watch}-nothing`);
      expect(await claim()).toBeNull();
    });

    it('settles nothing under a key it does not know', async () => {
      const ref = { channel: 'c', message: 'm' };
      await bench.store.outbox.settle(`${bench.watch}:9`, { outcome: 'sent', ref });
      expect(await claim()).toBeNull();
      expect(await bench.store.outbox.readRef(newsOf(bench.watch, 9, 0).thread)).toBeNull();
    });
  });
}
