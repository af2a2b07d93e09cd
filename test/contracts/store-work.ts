// What every store must do with long work that was asked for over HTTP.
import { describe, expect, it } from 'vitest';
import type { Work, WorkEnd } from '../../core/work.ts';
import { type Bench, start } from './store-bench.ts';

const day = 86_400_000;

/** Work that began without a key. */
export function workOf(watch: string, facts: Partial<Work> = {}): Work {
  return {
    id: `work of ${watch}`,
    operation: 'retrain',
    watch,
    by: 'ada',
    request: 'a request',
    requestedAt: start,
    owner: 'first',
    input: null,
    aliveUntil: start + 65_000,
    state: 'running',
    endedAt: null,
    step: null,
    share: 0,
    result: null,
    error: null,
    ...facts,
  };
}

export const ended: WorkEnd = {
  state: 'succeeded',
  endedAt: start + 9,
  result: '{"a.b":{"$c":[1,null]}}',
  error: null,
};

export function workCases(bench: Bench): void {
  const { clock } = bench;
  describe('long work', () => {
    it('is read as it began, and only once it has', async () => {
      const work = workOf(bench.watch, { input: 'as asked' });
      expect(await bench.store.work.read(work.id)).toBeNull();
      expect(await bench.store.work.begin(work, null)).toBe(true);
      expect(await bench.store.work.read(work.id)).toEqual(work);
    });

    it('begins once, of however many that ask at once', async () => {
      const asking = Array.from({ length: 50 }, (_, number) =>
        bench.store.work.begin(workOf(bench.watch, { owner: `${number}` }), null),
      );
      const begun = await Promise.all(asking);
      expect(begun.filter(Boolean)).toHaveLength(1);
      const { owner } = (await bench.store.work.read(workOf(bench.watch).id)) ?? {};
      expect(owner).toBe(`${begun.indexOf(true)}`);
    });

    it('begins again in place of the owner that is named, as if nothing had been', async () => {
      const first = workOf(bench.watch);
      await bench.store.work.begin(first, null);
      await bench.store.work.end({ ...first, share: 1 }, ended);
      const again = { ...first, owner: 'second', requestedAt: start + 10 };
      expect(await bench.store.work.begin(again, 'third')).toBe(false);
      expect(await bench.store.work.begin(again, 'first')).toBe(true);
      expect(await bench.store.work.begin({ ...again, owner: 'third' }, 'first')).toBe(false);
      expect(await bench.store.work.read(first.id)).toEqual(again);
    });

    if (bench.can('atomic updates')) {
      it('begins again once, of however many that ask at once', async () => {
        const first = workOf(bench.watch);
        await bench.store.work.begin(first, null);
        const asking = Array.from({ length: 50 }, (_, number) =>
          bench.store.work.begin({ ...first, owner: `${number}` }, 'first'),
        );
        expect((await Promise.all(asking)).filter(Boolean)).toHaveLength(1);
      });
    }

    it('tells how far it is and that it lives, as long as its owner says so', async () => {
      const work = workOf(bench.watch);
      const step = { id: 'judging', rows: 200 } as const;
      await bench.store.work.begin(work, null);
      await bench.store.work.tell({ ...work, aliveUntil: start + 70_000, step, share: 0.5 });
      await bench.store.work.tell({ ...work, owner: 'another', aliveUntil: 0, step: null, share: 1 });
      const told = { ...work, aliveUntil: start + 70_000, step, share: 0.5 };
      expect(await bench.store.work.read(work.id)).toEqual(told);
    });

    it('ends once, by its owner, with what it came to as it was', async () => {
      const work = workOf(bench.watch);
      const error = { code: 'bad_data', message: 'row 3', remedy: 'mend it', faults: [] } as const;
      await bench.store.work.begin(work, null);
      await bench.store.work.end({ ...work, owner: 'another' }, ended);
      expect((await bench.store.work.read(work.id))?.state).toBe('running');
      await bench.store.work.end({ ...work, share: 1 }, ended);
      await bench.store.work.end(work, { ...ended, state: 'failed', result: null, error });
      await bench.store.work.tell({ ...work, share: 0.1 });
      expect(await bench.store.work.read(work.id)).toEqual({ ...work, share: 1, ...ended });
    });

    it('keeps why it failed', async () => {
      const faults = [{ path: 'row 3', message: 'no number' }];
      const error = { code: 'bad_data', message: 'row 3', remedy: 'mend it', faults } as const;
      const failed = { state: 'failed', endedAt: start + 1, result: null, error } as const;
      const work = workOf(bench.watch);
      await bench.store.work.begin(work, null);
      await bench.store.work.end(work, failed);
      expect(await bench.store.work.read(work.id)).toEqual({ ...work, ...failed });
    });

    it('is listed the newest first, without results, of one watch or of all', async () => {
      const begin = async (number: number, watch: string | null) => {
        const facts = { id: `${bench.watch} ${number}`, requestedAt: start + day + number, watch };
        const work = workOf(bench.watch, facts);
        await bench.store.work.begin(work, null);
        await bench.store.work.end(work, ended);
      };
      for (const number of [2, 1, 3]) await begin(number, bench.watch);
      await begin(4, null);
      const ids = async (watch: string | null, limit: number) =>
        (await bench.store.work.list(watch, limit)).map(({ id }) => id.split(' ')[1]);
      expect(await ids(bench.watch, 2)).toEqual(['3', '2']);
      expect(await ids(null, 2)).toEqual(['4', '3']);
      const [newest] = await bench.store.work.list(bench.watch, 1);
      expect(newest).not.toHaveProperty('result');
      expect(newest).toMatchObject({ state: 'succeeded', by: 'ada' });
    });

    it('is gone after a day, and its place is free', async () => {
      const work = workOf(bench.watch, { input: 'as asked' });
      await bench.store.work.begin(work, null);
      clock.advance(day - 1);
      expect(await bench.store.work.read(work.id)).not.toBeNull();
      clock.advance(1);
      expect(await bench.store.work.read(work.id)).toBeNull();
      expect(await bench.store.work.list(bench.watch, 1)).toEqual([]);
      expect(await bench.store.work.begin({ ...work, owner: 'second' }, null)).toBe(true);
      expect((await bench.store.work.read(work.id))?.owner).toBe('second');
    });

    it('that came without a key and has ended stays while it is among the newest 200 of its kind', async () => {
      const begin = (number: number, facts: Partial<Work> = {}) => {
        const at = { id: `${bench.watch} ${number}`, requestedAt: start + 2 * day + number };
        return bench.store.work.begin(workOf(bench.watch, { ...ended, ...at, ...facts }), null);
      };
      await begin(0, { input: 'under a key' });
      await begin(1, { state: 'running' });
      // No more at once than the store has connections for.
      for (let number = 2; number <= 201; number += 10)
        await Promise.all(Array.from({ length: 10 }, (_, more) => begin(number + more)));
      for (const number of [202, 203]) await begin(number);
      const kept = await bench.store.work.list(bench.watch, 300);
      const numbers = kept.map(({ id }) => Number(id.split(' ')[1]));
      // Under a key, still running, and the newest 200.
      expect(numbers.toReversed().slice(0, 4)).toEqual([0, 1, 4, 5]);
      expect(numbers).toHaveLength(202);
    });
  });
}
