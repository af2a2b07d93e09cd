// What every store must do with observations and their labels.
import { describe, expect, it } from 'vitest';
import type { OwnRow } from '../../core/observation.ts';
import { type Bench, start } from './store-bench.ts';
import { labelled, ownRow, requestCases } from './store-requests.ts';

export function rowCases(bench: Bench): void {
  layoutCases(bench);
  requestCases(bench);
  describe('observations', () => {
    const row = (id: string, more: Partial<OwnRow> = {}) => ownRow(bench, id, more);
    const all = { after: 0, limit: 100, settledBy: start };
    const idsAfter = async (request: Partial<typeof all>) =>
      (await bench.store.observations.after({ watch: bench.watch, ...all, ...request })).map((found) =>
        found.row.id.replace(`${bench.watch}-`, ''),
      );

    it('gives rows back in the order they came, as they came', async () => {
      await bench.store.observations.add([row('a'), row('b', { features: [null, 'blue', -1] })]);
      await bench.store.observations.add([row('c')]);
      const found = await bench.store.observations.after({ watch: bench.watch, ...all });
      expect(found.map(({ row }) => row)).toEqual([
        row('a'),
        row('b', { features: [null, 'blue', -1] }),
        row('c'),
      ]);
      const sequences = found.map(({ sequence }) => sequence);
      expect(sequences).toEqual([...sequences].sort((one, other) => one - other));
      expect(new Set(sequences).size).toBe(3);
    });

    it('goes on after a sequence number, no further than the limit', async () => {
      await bench.store.observations.add(['a', 'b', 'c', 'd'].map((id) => row(id)));
      const [first] = await bench.store.observations.after({ watch: bench.watch, ...all });
      expect(await idsAfter({ after: first?.sequence ?? 0, limit: 2 })).toEqual(['b', 'c']);
    });

    if (bench.can('atomic updates')) {
      it('numbers rows of many writers without a collision', async () => {
        await Promise.all(
          Array.from({ length: 10 }, (_, at) => bench.store.observations.add([row(`x${at}`), row(`y${at}`)])),
        );
        const found = await bench.store.observations.after({ watch: bench.watch, ...all });
        expect(new Set(found.map(({ sequence }) => sequence)).size).toBe(20);
      });
    }

    it('leaves a row whose id it has as it is, and takes the others', async () => {
      await bench.store.observations.add([row('a')]);
      await bench.store.observations.add([row('a', { predicted: 'no' }), row('b')]);
      const found = await bench.store.observations.after({ watch: bench.watch, ...all });
      expect(found.map(({ row }) => row)).toEqual([row('a'), row('b')]);
    });

    it('says how many rows were new, and of two in one batch the first counts', async () => {
      expect(await bench.store.observations.add([row('a'), row('b')])).toBe(2);
      expect(await bench.store.observations.add([row('a'), row('c'), row('c', { predicted: 'no' })])).toBe(1);
      expect(await bench.store.observations.add([row('a')])).toBe(0);
      const found = await bench.store.observations.after({ watch: bench.watch, ...all });
      expect(found.map(({ row }) => row)).toEqual([row('a'), row('b'), row('c')]);
    });

    it('keeps rows of two watches apart that have the same id', async () => {
      const other = { ...row('a'), watch: `${bench.watch}x`, predicted: 'no' };
      expect(await bench.store.observations.add([row('a')])).toBe(1);
      expect(await bench.store.observations.add([other])).toBe(1);
      await bench.store.labels.put(bench.watch, [labelled(row('a').id, 'yes')]);
      const span = { after: 0, upTo: 1_000_000, limit: 9, labelled: true };
      expect(await bench.store.observations.recent({ watch: other.watch, ...span })).toEqual([]);
      const [found] = await bench.store.observations.after({ ...all, watch: other.watch });
      expect(found?.row).toEqual(other);
      expect(await bench.store.observations.remove(other.watch, other.id)).toBe(true);
      expect(await idsAfter({})).toEqual(['a']);
    });

    it('gives back what a model served elsewhere said, silence too', async () => {
      const { version: _version, probability: _probability, ...plain } = row('said');
      const said = { ...plain, layout: 'abc', predicted: 'yes', score: 0.75 };
      const silent = { ...said, id: `${bench.watch}-silent`, predicted: null, score: null };
      await bench.store.observations.add([said, silent]);
      const found = await bench.store.observations.after({ watch: bench.watch, ...all });
      expect(found.map(({ row }) => row)).toEqual([said, silent]);
    });

    it('forgets one row, once', async () => {
      await bench.store.observations.add([row('a'), row('b')]);
      expect(await bench.store.observations.remove(bench.watch, row('a').id)).toBe(true);
      expect(await bench.store.observations.remove(bench.watch, row('a').id)).toBe(false);
      expect(await idsAfter({})).toEqual(['b']);
    });

    it('takes no rows at all', async () => {
      expect(await bench.store.observations.add([])).toBe(0);
      expect(await idsAfter({})).toEqual([]);
    });

    it('holds back rows that are too young', async () => {
      await bench.store.observations.add([row('old'), row('young', { storedAt: start + 5 })]);
      expect(await idsAfter({ settledBy: start })).toEqual(['old']);
      expect(await idsAfter({ settledBy: start + 5 })).toEqual(['old', 'young']);
    });

    it('holds back everything behind a young row, or a reader would pass it by for ever', async () => {
      await bench.store.observations.add([row('young', { storedAt: start + 5 }), row('old')]);
      expect(await idsAfter({ settledBy: start })).toEqual([]);
      expect(await idsAfter({ settledBy: start + 5 })).toEqual(['young', 'old']);
    });

    it('finds the newest rows within a span, oldest first', async () => {
      await bench.store.observations.add(['a', 'b', 'c', 'd', 'e'].map((id) => row(id)));
      const found = await bench.store.observations.after({ watch: bench.watch, ...all });
      const at = (place: number) => found[place]?.sequence ?? 0;
      const span = { watch: bench.watch, after: at(0), upTo: at(3), limit: 2, labelled: false };
      expect((await bench.store.observations.recent(span)).map(({ id }) => id)).toEqual([
        `${bench.watch}-c`,
        `${bench.watch}-d`,
      ]);
      expect(await bench.store.observations.recent({ ...span, limit: 9 })).toEqual(
        found.slice(1, 4).map(({ row }) => row),
      );
    });

    it('finds the newest labelled rows when only those are wanted', async () => {
      await bench.store.observations.add(['a', 'b', 'c'].map((id) => row(id)));
      await bench.store.labels.put(bench.watch, [
        labelled(`${bench.watch}-a`, 'yes'),
        labelled(`${bench.watch}-c`, 'no'),
      ]);
      const span = { watch: bench.watch, after: 0, upTo: 1_000_000, limit: 9, labelled: true };
      expect((await bench.store.observations.recent(span)).map(({ id }) => id)).toEqual([
        `${bench.watch}-a`,
        `${bench.watch}-c`,
      ]);
    });

    it('knows rows from chat, and keeps them out of what checks and training read', async () => {
      await bench.store.observations.add([row('a'), row('chat', { via: 'discord' }), row('b')]);
      expect(await idsAfter({ limit: 2 })).toEqual(['a', 'b']);
      const span = { watch: bench.watch, after: 0, upTo: 1_000_000, limit: 2, labelled: false };
      expect((await bench.store.observations.recent(span)).map(({ id }) => id)).toEqual([
        `${bench.watch}-a`,
        `${bench.watch}-b`,
      ]);
      expect(await bench.store.observations.known(bench.watch, [`${bench.watch}-chat`])).toEqual(
        new Set([`${bench.watch}-chat`]),
      );
    });

    it('knows which ids it has, of this watch only', async () => {
      await bench.store.observations.add([row('a')]);
      expect(await bench.store.observations.known(bench.watch, [`${bench.watch}-a`, 'other'])).toEqual(
        new Set([`${bench.watch}-a`]),
      );
      expect(await bench.store.observations.known(`${bench.watch}x`, [`${bench.watch}-a`])).toEqual(
        new Set(),
      );
      expect(await bench.store.observations.known(bench.watch, [])).toEqual(new Set());
    });
  });

  describe('labels', () => {
    it('gives back the last label of each id', async () => {
      await bench.store.labels.put(bench.watch, [
        labelled('a', 'yes'),
        labelled('b', 'no'),
        labelled('a', 'no'),
      ]);
      await bench.store.labels.put(bench.watch, [labelled('b', 'yes')]);
      expect(await bench.store.labels.read(bench.watch, ['a', 'b', 'c'])).toEqual(
        new Map([
          ['a', 'no'],
          ['b', 'yes'],
        ]),
      );
    });

    it('keeps the labels of two watches apart', async () => {
      await bench.store.labels.put(bench.watch, [labelled('a', 'yes')]);
      expect(await bench.store.labels.read(`${bench.watch}x`, ['a'])).toEqual(new Map());
    });

    it('forgets one label, once', async () => {
      await bench.store.labels.put(bench.watch, [labelled('a', 'yes'), labelled('b', 'no')]);
      expect(await bench.store.labels.remove(bench.watch, 'a')).toBe(true);
      expect(await bench.store.labels.remove(bench.watch, 'a')).toBe(false);
      expect(await bench.store.labels.read(bench.watch, ['a', 'b'])).toEqual(new Map([['b', 'no']]));
    });

    it('takes and gives none', async () => {
      await bench.store.labels.put(bench.watch, []);
      expect(await bench.store.labels.read(bench.watch, [])).toEqual(new Map());
    });
  });
}

function layoutCases(bench: Bench): void {
  describe('layouts', () => {
    it('are kept once, under the hash of their names in their order', async () => {
      const layout = await bench.store.layouts.put(['age', 'plan']);
      // printf '["age","plan"]' | sha256sum
      expect(layout).toBe('e8c36f431692495ca98fa1def4e83c3a6d96f9797a6c448bba3090bd36907290');
      expect(await bench.store.layouts.put(['age', 'plan'])).toBe(layout);
      expect(await bench.store.layouts.put(['plan', 'age'])).not.toBe(layout);
      expect(await bench.store.layouts.read(layout)).toEqual(['age', 'plan']);
      await expect(bench.store.layouts.read('f'.repeat(64))).rejects.toMatchObject({ code: 'not_found' });
    });
  });
}
