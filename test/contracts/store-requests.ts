// What every store must do with rows that came together in one request: it may keep them in one piece.
import { describe, expect, it } from 'vitest';
import type { OwnRow, RequestRows } from '../../core/observation.ts';
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

    const classes = ['no', 'yes'];
    const whole = (name: string, rows: number, more: Partial<RequestRows> = {}): RequestRows => {
      const { features: _f, predicted: _p, probability: _s, ...shared } = row(name);
      const own = Array.from({ length: rows }, (_, place) => [start, 0.5 + place / 4_096, place, -0.5]);
      const codes = Int32Array.from(own, (_, place) => place % 2);
      const numbers = Float64Array.from(own.flat());
      return { ...shared, isNumbered: rows > 1, rows, numbers, codes, classes, ...more };
    };
    const each = (name: string, rows: number, more: Partial<OwnRow> = {}) =>
      Array.from({ length: rows }, (_, place) =>
        row(rows > 1 ? `${name}-${place}` : name, {
          features: [place, -0.5],
          probability: 0.5 + place / 4_096,
          predicted: place % 2 === 0 ? 'no' : 'yes',
          ...more,
        }),
      );
    const rowsAfter = async (after = 0) => {
      const span = { watch: bench.watch, after, limit: 9_999, settledBy: start + 5 };
      return (await bench.store.observations.after(span)).map((found) => found.row);
    };

    it('may come whole, as numbers, and are the rows they would be one by one', async () => {
      const { observations } = bench.store;
      expect(await observations.addRequests([])).toBe(0);
      // Ids that end like a place, and those of a request that was cut.
      const cut = whole('cut', 1, { isNumbered: true });
      const requests = [whole('p', 900), whole('q', 1), whole('r-7', 1), whole('s', 600), cut, whole('t', 2)];
      expect(await observations.addRequests(requests)).toBe(1_505);
      const rows = [
        ...[...each('p', 900), ...each('q', 1), ...each('r-7', 1), ...each('s', 600)],
        ...[...each('cut-0', 1), ...each('t', 2)],
      ];
      expect(await rowsAfter()).toEqual(rows);
      const ids = rows.map(({ id }) => id);
      expect(await observations.known(bench.watch, [...ids, 'x'])).toEqual(new Set(ids));
      const span = { watch: bench.watch, after: 0, upTo: 1_000_000, limit: 3, labelled: false };
      expect(await observations.recent(span)).toEqual(rows.slice(-3));
      for (const at of [900, 901, 1_502])
        expect(await observations.remove(bench.watch, ids[at] ?? '')).toBe(true);
      expect(await rowsAfter()).toEqual(rows.filter((_, at) => ![900, 901, 1_502].includes(at)));
    });

    it('that come whole may share an array, side by side or not', async () => {
      const array = Float64Array.from(
        [-1, 0, 1, 2, 0, 1].flatMap((place) => [start, 0.5 + place / 4_096, place, -0.5]),
      );
      const part = (from: number, to: number) => ({ numbers: array.subarray(4 * from, 4 * to) });
      const requests = [whole('p', 1, part(1, 2)), whole('q', 2, part(4, 6))];
      expect(await bench.store.observations.addRequests(requests)).toBe(3);
      const sideBySide = [whole('r', 3, part(1, 4)), whole('s', 2, part(4, 6))];
      expect(await bench.store.observations.addRequests(sideBySide)).toBe(5);
      array.fill(7);
      expect(await rowsAfter()).toEqual([...each('p', 1), ...each('q', 2), ...each('r', 3), ...each('s', 2)]);
    });

    // Without it a repeated write is known by the first request of a block alone.
    if (bench.can('unique values in lists')) {
      it('that come whole are there once when they are written again, with others that came since', async () => {
        const { observations } = bench.store;
        const before = [whole('p', 3), whole('q', 1)];
        expect(await observations.addRequests(before)).toBe(4);
        const again = [...before, whole('r', 2), whole('r', 2)];
        expect(await observations.addRequests(again)).toBe(2);
        expect(await observations.addRequests(again)).toBe(0);
        expect(await observations.add(each('p', 3))).toBe(0);
        expect(await rowsAfter()).toEqual([...each('p', 3), ...each('q', 1), ...each('r', 2)]);
      });
    }

    it('that come whole may be of several versions, ways, ends, widths and classes', async () => {
      const more = [
        { version: 2 },
        { via: 'shell' },
        { expiresAt: start + 2 * day },
        { storedAt: start + 1 },
      ];
      const others = more.map((one, at) => whole(`o${at}`, 2, one));
      const wide = whole('wide', 1, { numbers: Float64Array.of(start, 0.5, 1, 2, 3) });
      const named = whole('named', 2, { classes: ['a', 'b'] });
      expect(await bench.store.observations.addRequests([whole('p', 2), ...others, wide, named])).toBe(13);
      expect(await rowsAfter()).toEqual([
        ...each('p', 2),
        ...more.flatMap((one, at) => each(`o${at}`, 2, one)),
        ...each('wide', 1, { features: [1, 2, 3] }),
        ...each('named', 2).map((one) => ({ ...one, predicted: one.predicted === 'no' ? 'a' : 'b' })),
      ]);
    });

    it('that come whole may be larger than a block may be', async () => {
      const width = 5_000;
      const numbers = new Float64Array(120 * (2 + width)).fill(start);
      expect(await bench.store.observations.addRequests([whole('large', 120, { numbers })])).toBe(120);
      const [first] = await rowsAfter();
      expect(first?.features).toEqual(Array.from({ length: width }, () => start));
    });
  });
}
