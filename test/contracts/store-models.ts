// What every store must do with versions, snapshots, marks and leases.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { versionOf } from './samples.ts';
import { type Bench, start } from './store-bench.ts';

export function modelCases(bench: Bench): void {
  const { clock } = bench;
  describe('models', () => {
    it('gives back the version as it was stored', async () => {
      const version = versionOf({ watch: bench.watch, version: 3 });
      await bench.store.models.put(version);
      expect(await bench.store.models.read(bench.watch, 3)).toEqual(version);
      expect(await bench.store.models.read(bench.watch, 4)).toBeNull();
      expect(await bench.store.models.read(`${bench.watch}x`, 3)).toBeNull();
    });

    it('leaves a stored version as it is', async () => {
      await bench.store.models.put(versionOf({ watch: bench.watch, version: 1 }));
      await bench.store.models.put({
        ...versionOf({ watch: bench.watch, version: 1 }),
        trainedBy: 'mallory',
      });
      expect(await bench.store.models.read(bench.watch, 1)).toEqual(
        versionOf({ watch: bench.watch, version: 1 }),
      );
    });

    it('lists the newest versions first', async () => {
      for (const version of [2, 10, 1])
        await bench.store.models.put(versionOf({ watch: bench.watch, version }));
      expect((await bench.store.models.list(bench.watch, 2)).map((model) => model.version)).toEqual([10, 2]);
      expect(await bench.store.models.list(bench.watch, 5)).toContainEqual(
        versionOf({ watch: bench.watch, version: 1 }),
      );
      expect(await bench.store.models.list(`${bench.watch}x`, 5)).toEqual([]);
    });

    if (bench.can('a bound on distinct')) {
      it('lets go of old versions, but not of those that serve, or whose rows are still here', async () => {
        for (let version = 1; version <= 7; version++)
          await bench.store.models.put(versionOf({ watch: bench.watch, version }));
        await bench.store.models.put(versionOf({ watch: `${bench.watch}x`, version: 1 }));
        const seen = { watch: bench.watch, id: 'row', features: [1], via: 'http' };
        const times = { at: start, storedAt: start, expiresAt: start + 86_400_000 };
        await bench.store.observations.add([
          { ...seen, ...times, version: 4, predicted: 'yes', probability: 0.5 },
        ]);
        const keep = { newest: 2, rejected: 1, also: [1, 2] };
        expect(await bench.store.models.prune(bench.watch, keep)).toBe(2);
        const left = await bench.store.models.list(bench.watch, 10);
        expect(left.map(({ version }) => version)).toEqual([7, 6, 4, 2, 1]);
        expect(await bench.store.models.prune(bench.watch, keep)).toBe(0);
        expect(await bench.store.models.list(`${bench.watch}x`, 10)).toHaveLength(1);
      });

      it('lets go of challengers that were kept out sooner, and counts them apart', async () => {
        for (let version = 1; version <= 7; version++) {
          const made = versionOf({ watch: bench.watch, version });
          await bench.store.models.put(version < 3 ? made : { ...made, decision: 'rejected' });
        }
        const keep = { newest: 2, rejected: 3, also: [3] };
        expect(await bench.store.models.prune(bench.watch, keep)).toBe(1);
        const left = await bench.store.models.list(bench.watch, 10);
        expect(left.map(({ version }) => version)).toEqual([7, 6, 5, 3, 2, 1]);
      });
    }
  });

  describe('snapshots', () => {
    const bytesOf = (size: number) =>
      Uint8Array.from({ length: size }, (_, at) => (at * 31 + at / 255) % 256);
    const shaOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

    it('keeps three megabytes byte for byte, from and to memory that threads share', async () => {
      const bytes = new Uint8Array(new SharedArrayBuffer(3_000_000));
      bytes.set(bytesOf(3_000_000));
      await bench.store.snapshots.put(shaOf(bytes), bytes);
      const back = await bench.store.snapshots.read(shaOf(bytes));
      expect(back.length).toBe(3_000_000);
      expect(shaOf(back)).toBe(shaOf(bytes));
      expect(back.buffer).toBeInstanceOf(SharedArrayBuffer);
    });

    it('takes the same bytes twice', async () => {
      const bytes = bytesOf(1_000);
      await bench.store.snapshots.put(shaOf(bytes), bytes);
      await bench.store.snapshots.put(shaOf(bytes), bytes);
      expect(shaOf(await bench.store.snapshots.read(shaOf(bytes)))).toBe(shaOf(bytes));
    });

    it('takes the same bytes from two at once', async () => {
      const bytes = bytesOf(300_000);
      await Promise.all([1, 2].map(() => bench.store.snapshots.put(shaOf(bytes), bytes)));
      expect(shaOf(await bench.store.snapshots.read(shaOf(bytes)))).toBe(shaOf(bytes));
    });

    it('keeps the bytes of a frame without rows', async () => {
      await bench.store.snapshots.put(shaOf(new Uint8Array()), new Uint8Array());
      expect((await bench.store.snapshots.read(shaOf(new Uint8Array()))).length).toBe(0);
    });

    it('lets go of those no version refers to, when they are old enough', async () => {
      const put = async (name: string) => {
        const bytes = Buffer.from(`${bench.watch} ${name}`);
        await bench.store.snapshots.put(shaOf(bytes), bytes);
        return shaOf(bytes);
      };
      const kept = async (sha: string) =>
        bench.store.snapshots.read(sha).then(
          () => true,
          () => false,
        );
      const hour = 3_600_000;
      const [used, again, unused] = [await put('used'), await put('again'), await put('unused')];
      await bench.store.models.put(versionOf({ watch: bench.watch, version: 1, reference: used }));
      clock.advance(2 * hour);
      const young = await put('young');
      expect(await put('again')).toBe(again);
      expect(await bench.store.snapshots.prune(clock.now() - hour)).toBeGreaterThanOrEqual(1);
      const left = await Promise.all([used, again, unused, young].map(kept));
      expect(left).toEqual([true, true, false, true]);
      expect(await bench.store.snapshots.prune(clock.now() - hour)).toBe(0);
    });

    it('says when it has none of a name', async () => {
      await expect(bench.store.snapshots.read('0'.repeat(64))).rejects.toMatchObject({ code: 'not_found' });
    });
  });

  describe('marks', () => {
    it('keep the last text of each name', async () => {
      const { marks } = bench.store;
      expect(await marks.read(bench.watch)).toBeNull();
      await Promise.all(['a', 'b'].map((text) => marks.put(`${bench.watch}-both`, text)));
      await marks.put(bench.watch, 'first');
      await marks.put(bench.watch, 'last');
      expect(await marks.read(bench.watch)).toBe('last');
      expect(['a', 'b']).toContain(await marks.read(`${bench.watch}-both`));
    });
  });

  describe('decided settings', () => {
    it('keep the last decision on each, of the service and of each watch, also one that was taken back', async () => {
      const { settings } = bench.store;
      const one = { name: bench.watch, watch: null, value: 'a', by: 'ada', at: 1 };
      const other = { ...one, watch: bench.watch, value: 'b' };
      const mine = async () => (await settings.list()).filter(({ name }) => name === bench.watch);
      expect(await mine()).toEqual([]);
      await Promise.all([one, other].map(settings.put));
      expect(await mine()).toEqual(expect.arrayContaining([one, other]));
      await settings.put({ ...one, value: null, by: 'bob', at: 2 });
      expect(await mine()).toHaveLength(2);
      expect(await mine()).toEqual(
        expect.arrayContaining([{ ...one, value: null, by: 'bob', at: 2 }, other]),
      );
    });
  });

  describe('leases', () => {
    it('lets one of many have it', async () => {
      const got = await Promise.all(
        Array.from({ length: 20 }, (_, at) => bench.store.leases.acquire(bench.watch, `owner${at}`, 1_000)),
      );
      expect(got.filter(Boolean)).toHaveLength(1);
    });

    it('runs out by the clock', async () => {
      expect(await bench.store.leases.acquire(bench.watch, 'one', 1_000)).toBe(true);
      clock.advance(999);
      expect(await bench.store.leases.acquire(bench.watch, 'other', 1_000)).toBe(false);
      clock.advance(1);
      expect(await bench.store.leases.acquire(bench.watch, 'other', 1_000)).toBe(true);
      expect(await bench.store.leases.acquire(bench.watch, 'one', 1_000)).toBe(false);
    });

    it('is renewed by its owner', async () => {
      await bench.store.leases.acquire(bench.watch, 'one', 1_000);
      clock.advance(900);
      expect(await bench.store.leases.acquire(bench.watch, 'one', 1_000)).toBe(true);
      clock.advance(900);
      expect(await bench.store.leases.acquire(bench.watch, 'other', 1_000)).toBe(false);
    });

    it('is given back by its owner only', async () => {
      await bench.store.leases.acquire(bench.watch, 'one', 1_000);
      await bench.store.leases.release(bench.watch, 'other');
      expect(await bench.store.leases.acquire(bench.watch, 'other', 1_000)).toBe(false);
      await bench.store.leases.release(bench.watch, 'one');
      await bench.store.leases.release(bench.watch, 'one');
      expect(await bench.store.leases.acquire(bench.watch, 'other', 1_000)).toBe(true);
    });

    const task = { operation: 'retrain', by: 'ada', via: 'discord', since: start, stoppable: true };

    it('says what it is held for, while it is held', async () => {
      const { leases } = bench.store;
      expect(await leases.task(bench.watch)).toBeNull();
      await leases.acquire(bench.watch, 'one', 1_000, task);
      expect(await leases.task(bench.watch)).toEqual(task);
      clock.advance(1_000);
      expect(await leases.task(bench.watch)).toBeNull();
      await leases.acquire(bench.watch, 'other', 1_000);
      expect(await leases.task(bench.watch)).toBeNull();
    });

    it('carries the wish to stop to its owner, and not to the next one', async () => {
      const { leases } = bench.store;
      expect(await leases.stop(bench.watch, 'bob')).toBeNull();
      await leases.acquire(bench.watch, 'one', 1_000, task);
      expect(await leases.stoppedBy(bench.watch, 'one')).toBeNull();
      expect(await leases.stop(bench.watch, 'bob')).toEqual(task);
      expect(await leases.stoppedBy(bench.watch, 'one')).toBe('bob');
      expect(await leases.stoppedBy(bench.watch, 'other')).toBeNull();
      await leases.acquire(bench.watch, 'one', 1_000, task);
      expect(await leases.stoppedBy(bench.watch, 'one')).toBe('bob');
      clock.advance(1_000);
      expect(await leases.stop(bench.watch, 'bob')).toBeNull();
      await leases.acquire(bench.watch, 'other', 1_000, task);
      expect(await leases.stoppedBy(bench.watch, 'other')).toBeNull();
    });
  });
}
