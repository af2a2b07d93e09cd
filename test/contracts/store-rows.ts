// What every store must do with observations and their labels.
import { describe, expect, it } from 'vitest';
import type { Observation } from '../../core/store.ts';
import { type Bench, start } from './store-bench.ts';

export function rowCases(bench: Bench): void {
  describe('observations', () => {
    const row = (id: string, more: Partial<Observation> = {}): Observation => ({
      id: `${bench.watch}-${id}`,
      watch: bench.watch,
      at: start,
      features: [1.5, 'red', null],
      version: 1,
      predicted: 'yes',
      probability: 0.75,
      via: 'http',
      ...more,
    });
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

    it('numbers rows of many writers without a collision', async () => {
      await Promise.all(
        Array.from({ length: 10 }, (_, at) => bench.store.observations.add([row(`x${at}`), row(`y${at}`)])),
      );
      const found = await bench.store.observations.after({ watch: bench.watch, ...all });
      expect(new Set(found.map(({ sequence }) => sequence)).size).toBe(20);
    });

    it('leaves a row whose id it has as it is, and takes the others', async () => {
      await bench.store.observations.add([row('a')]);
      await bench.store.observations.add([row('a', { predicted: 'no' }), row('b')]);
      const found = await bench.store.observations.after({ watch: bench.watch, ...all });
      expect(found.map(({ row }) => row)).toEqual([row('a'), row('b')]);
    });

    it('takes no rows at all', async () => {
      await bench.store.observations.add([]);
      expect(await idsAfter({})).toEqual([]);
    });

    it('holds back rows that are too young', async () => {
      await bench.store.observations.add([row('old'), row('young', { at: start + 5 })]);
      expect(await idsAfter({ settledBy: start })).toEqual(['old']);
      expect(await idsAfter({ settledBy: start + 5 })).toEqual(['old', 'young']);
    });

    it('holds back everything behind a young row, or a reader would pass it by for ever', async () => {
      await bench.store.observations.add([row('young', { at: start + 5 }), row('old')]);
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

    it('takes and gives none', async () => {
      await bench.store.labels.put(bench.watch, []);
      expect(await bench.store.labels.read(bench.watch, [])).toEqual(new Map());
    });
  });
}

function labelled(id: string, label: string) {
  return { id, label, at: start, by: 'ada' };
}
