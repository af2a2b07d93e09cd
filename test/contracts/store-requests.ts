// What every store must do with rows that came together in one request: it may keep them in one piece.
import { describe, expect, it } from 'vitest';
import type { OwnRow } from '../../core/observation.ts';
import { type Bench, start } from './store-bench.ts';

const day = 86_400_000;

export const ownRow = ({ watch }: Pick<Bench, 'watch'>, id: string, more: Partial<OwnRow> = {}): OwnRow => ({
  id: `${watch}-${id}`,
  watch,
  at: start,
  storedAt: start,
  expiresAt: start + day,
  features: [1.5, 'red', null],
  version: 1,
  predicted: 'yes',
  probability: 0.75,
  via: 'http',
  ...more,
});

export const labelled = (id: string, label: string) => ({
  id,
  label,
  at: start,
  expiresAt: start + day,
  by: 'ada',
});

export function requestCases(bench: Bench): void {
  describe('rows of one request', () => {
    const row = (id: string, more: Partial<OwnRow> = {}) => ownRow(bench, id, more);
    const all = { after: 0, limit: 100, settledBy: start };
    const idsAfter = async (request: Partial<typeof all>) =>
      (await bench.store.observations.after({ watch: bench.watch, ...all, ...request })).map((found) =>
        found.row.id.replace(`${bench.watch}-`, ''),
      );

    const request = (name: string, count: number) =>
      Array.from({ length: count }, (_, place) => row(`${name}-${place}`, { features: [place, name, null] }));

    it('come back as they came, in sequence, however many requests came at once', async () => {
      const rows = [...request('p', 900), row('q'), ...request('r', 600), ...request('s', 2), row('t')];
      expect(await bench.store.observations.add(rows)).toBe(rows.length);
      const found = await bench.store.observations.after({ watch: bench.watch, ...all, limit: 9_999 });
      expect(found.map(({ row }) => row)).toEqual(rows);
      const [first] = found;
      const some = { ...all, watch: bench.watch, after: (first?.sequence ?? 0) + 899, limit: 3 };
      expect((await bench.store.observations.after(some)).map(({ row }) => row)).toEqual(
        rows.slice(900, 903),
      );
    });

    it('are there once when they are written again, with others that came since', async () => {
      const before = [...request('p', 3), row('q')];
      await bench.store.observations.add(before);
      const again = [...before, ...request('r', 2)];
      expect(await bench.store.observations.add(again)).toBe(2);
      expect(await bench.store.observations.add(again)).toBe(0);
      const found = await bench.store.observations.after({ watch: bench.watch, ...all });
      expect(found.map(({ row }) => row)).toEqual(again);
    });

    it('may come in parts', async () => {
      const rows = request('p', 4);
      await bench.store.observations.add(rows.slice(0, 2));
      expect(await bench.store.observations.add(rows.slice(1))).toBe(2);
      const found = await bench.store.observations.after({ watch: bench.watch, ...all });
      expect(found.map(({ row }) => row)).toEqual(rows);
      expect(await bench.store.observations.known(bench.watch, [...rows.map(({ id }) => id), 'x'])).toEqual(
        new Set(rows.map(({ id }) => id)),
      );
    });

    it('are labelled and forgotten one by one, and the others stay', async () => {
      const rows = request('p', 4);
      const [first, , third, fourth] = rows.map(({ id }) => id);
      await bench.store.observations.add(rows);
      await bench.store.labels.put(bench.watch, [labelled(third ?? '', 'yes'), labelled(fourth ?? '', 'no')]);
      const span = { watch: bench.watch, after: 0, upTo: 1_000_000, labelled: true };
      const found = async (limit: number) => bench.store.observations.recent({ ...span, limit });
      expect(await found(9)).toEqual(rows.slice(2));
      expect(await found(1)).toEqual(rows.slice(3));
      expect(await bench.store.observations.remove(bench.watch, fourth ?? '')).toBe(true);
      expect(await bench.store.observations.remove(bench.watch, fourth ?? '')).toBe(false);
      expect(await found(9)).toEqual(rows.slice(2, 3));
      expect(await bench.store.observations.remove(bench.watch, first ?? '')).toBe(true);
      const left = await bench.store.observations.after({ watch: bench.watch, ...all });
      expect(left.map(({ row }) => row)).toEqual(rows.slice(1, 3));
      for (const { id } of rows.slice(1, 3)) await bench.store.observations.remove(bench.watch, id);
      expect(await idsAfter({})).toEqual([]);
    });

    it('stay out of learning when they were asked for in chat, labelled or not', async () => {
      const rows = request('p', 2).map((one) => ({ ...one, via: 'discord' }));
      await bench.store.observations.add(rows);
      await bench.store.labels.put(bench.watch, [labelled(rows[0]?.id ?? '', 'yes')]);
      const span = { watch: bench.watch, after: 0, upTo: 1_000_000, limit: 9 };
      expect(await bench.store.observations.recent({ ...span, labelled: true })).toEqual([]);
      expect(await bench.store.observations.recent({ ...span, labelled: false })).toEqual([]);
    });

    it('may have a number where another row has a text', async () => {
      const rows = [row('p-0', { features: [1, null] }), row('p-1', { features: ['1', 'x'] })];
      await bench.store.observations.add(rows);
      const found = await bench.store.observations.after({ watch: bench.watch, ...all });
      expect(found.map(({ row }) => row)).toEqual(rows);
    });

    it('come among rows of a model served elsewhere in sequence, and their ids stay theirs', async () => {
      const { version: _version, probability: _probability, ...plain } = row('b');
      const foreign = { ...plain, layout: 'abc', score: null };
      await bench.store.observations.add([row('a')]);
      expect(await bench.store.observations.add([foreign, { ...foreign, id: row('a').id }])).toBe(1);
      await bench.store.observations.add([row('c')]);
      const found = await bench.store.observations.after({ watch: bench.watch, ...all });
      expect(found.map(({ row }) => row)).toEqual([row('a'), foreign, row('c')]);
      const span = { watch: bench.watch, after: 0, upTo: 1_000_000, limit: 2, labelled: false };
      expect(await bench.store.observations.recent(span)).toEqual([foreign, row('c')]);
    });
  });
}
