import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Frame } from '../../../core/frame/frame.ts';
import { dataFaults } from '../../../core/retraining/data-gate.ts';
import { chance } from '../evidence/rows.ts';

interface Row {
  readonly x: number;
  readonly region: string;
  readonly label: string;
  readonly time: number;
}

const regions = ['north', 'south', 'west'];

/** Rows without a fault: x is normal, one region of three. */
function rows(
  count: number,
  seed: number,
  change: (row: Row, at: number) => Partial<Row> = () => ({}),
): Row[] {
  const random = chance(seed);
  return Array.from({ length: count }, (_, at) => {
    const x = random.normal();
    const region = regions[Math.floor(3 * random.uniform())] ?? '';
    const row = { x, region, label: x > 0 ? 'yes' : 'no', time: 1_000 * at };
    return { ...row, ...change(row, at) };
  });
}

function frame(all: readonly Row[]): Frame {
  const categories = [...new Set(all.map(({ region }) => region))];
  return {
    rows: all.length,
    columns: [
      { kind: 'numeric', name: 'x', values: Float64Array.from(all, ({ x }) => x) },
      {
        kind: 'categorical',
        name: 'region',
        codes: Int32Array.from(all, ({ region }) => (region === '' ? -1 : categories.indexOf(region))),
        categories,
      },
    ],
    ids: all.map((_, at) => `r${at}`),
    times: Float64Array.from(all, ({ time }) => time),
    label: {
      kind: 'categorical',
      name: 'label',
      codes: Int32Array.from(all, ({ label }) => (label === 'yes' ? 1 : 0)),
      categories: ['no', 'yes'],
    },
  };
}

const reference = frame(rows(1_000, 1));
const found = (fresh: readonly Row[], before = reference) =>
  dataFaults(before, frame(fresh)).map(({ kind, of }) => [kind, of]);

describe('rows that are fit to learn from', () => {
  it('are those like the reference', () => {
    expect(found(rows(500, 2))).toEqual([]);
  });

  it('are those that drifted: other values, other shares of categories, other labels', () => {
    const moved = rows(500, 3, ({ x }, at) => ({
      x: 40 + 3 * x,
      region: at % 10 === 0 ? 'north' : 'west',
      label: x > 1 ? 'no' : 'yes',
    }));
    expect(found(moved)).toEqual([]);
  });

  it('are fewer than a hundred, whatever they look like: they weigh little', () => {
    expect(found(rows(99, 4, () => ({ x: Number.NaN })))).toEqual([]);
    expect(found(rows(100, 4, () => ({ x: Number.NaN })))).toEqual([['missing', 'x']]);
  });
});

describe('values that are missing', () => {
  const missing = (share: number) =>
    rows(500, 5, (_, at) => (at % 100 < 100 * share ? { x: Number.NaN } : {}));

  it('are a fault over ten points more than usual', () => {
    expect(found(missing(0.1))).toEqual([]);
    expect(found(missing(0.11))).toEqual([['missing', 'x']]);
    const holed = frame(rows(1_000, 6, (_, at) => (at % 10 < 3 ? { x: Number.NaN } : {})));
    expect(found(missing(0.4), holed)).toEqual([]);
    expect(found(missing(0.41), holed)).toEqual([['missing', 'x']]);
  });

  it('are also those that are infinite', () => {
    expect(found(rows(500, 7, (_, at) => (at % 5 === 0 ? { x: Infinity } : {})))).toEqual([['missing', 'x']]);
  });

  it('are told with the rates before and now, and the rows from the first to the last of them', () => {
    const holed = rows(500, 8, (_, at) => (at >= 200 && at < 300 ? { region: '' } : {}));
    expect(dataFaults(reference, frame(holed))).toEqual([
      { kind: 'missing', of: 'region', before: '0 %', after: '20 %', start: 200, end: 300 },
    ]);
  });
});

describe('categories that the reference does not have', () => {
  const strange = (share: number) =>
    rows(500, 9, (_, at) => (at % 100 < 100 * share ? { region: 'east' } : {}));

  it('are a fault over five rows in a hundred', () => {
    expect(found(strange(0.05))).toEqual([]);
    expect(found(strange(0.06))).toEqual([['category', 'region']]);
  });

  it('are none in a column of names, where most are new', () => {
    const named = (count: number, seed: number) =>
      rows(count, seed, (_, at) => ({ region: `${seed}-${at}` }));
    expect(found(named(500, 10), frame(named(1_000, 11)))).toEqual([]);
  });
});

describe('a column that no longer changes', () => {
  it('is a fault from thirty rows of one value on, wherever they are, if they are a fifth of all', () => {
    const stuck = (count: number) =>
      rows(500, 12, (_, at) => (at >= 300 && at < 300 + count ? { x: 0.25 } : {}));
    expect(found(stuck(100))).toEqual([]);
    expect(dataFaults(reference, frame(stuck(101)))).toEqual([
      { kind: 'constant', of: 'x', before: '0 %', after: '0.25', start: 300, end: 401 },
    ]);
    expect(found(rows(100, 12, (_, at) => (at < 29 ? { x: 0.25 } : {})))).toEqual([]);
    expect(found(rows(100, 12, (_, at) => (at < 30 ? { x: 0.25 } : {})))).toEqual([['constant', 'x']]);
  });

  it('is none where the reference was as slow, or the value is what is usual', () => {
    const slow = (count: number, seed: number) => rows(count, seed, (_, at) => ({ x: Math.floor(at / 50) }));
    expect(found(slow(500, 13), frame(slow(1_000, 14)))).toEqual([]);
    // Those of one hour become more by day: the hour is what it is, and nights were quiet.
    const hours = (count: number, an: number) => rows(count, 20, (_, at) => ({ x: Math.floor(at / an) }));
    expect(found(hours(500, 250), frame(hours(1_000, 20)))).toEqual([]);
    const rare = frame(rows(1_000, 15, (_, at) => ({ x: at % 125 === 124 ? 1 : 0 })));
    expect(
      found(
        rows(500, 16, () => ({ x: 0 })),
        rare,
      ),
    ).toEqual([]);
  });
});

describe('rows that came before, value for value', () => {
  it('are a fault over twenty in a hundred, label and time being the same too', () => {
    const twice = (share: number) => {
      const all = rows(500, 17);
      return all.map((row, at) => (at % 100 < 100 * share && at >= 100 ? (all[at % 100] ?? row) : row));
    };
    expect(found(twice(0.24))).toEqual([]);
    expect(found(twice(0.26))).toEqual([['duplicate', null]]);
    expect(found(twice(0.26).map((row, at) => ({ ...row, time: at })))).toEqual([]);
  });

  it('are told by their place among all rows, also where fewer of them are held against the reference', () => {
    const all = rows(3_000, 22);
    const again = all.map((row, at) => (at >= 2_600 ? (all[at - 400] ?? row) : row));
    expect(dataFaults(reference, frame(again))).toMatchObject([
      { kind: 'duplicate', start: 2_600, end: 3_000 },
    ]);
  });

  it('are none where few values are possible and rows carry no time', () => {
    const few = (count: number, seed: number) =>
      rows(count, seed, ({ x }) => ({ x: Math.sign(x), time: Number.NaN }));
    expect(found(few(500, 18), frame(few(1_000, 19)))).toEqual([]);
    // Six values and two labels, where there were a thousand of each row before.
    expect(found(few(500, 18))).toEqual([]);
  });
});

describe('labels of one class', () => {
  const all = (label: string, count = 300) => rows(count, 21, () => ({ label }));

  it('are a fault from three hundred rows on, where the reference has others', () => {
    expect(dataFaults(reference, frame(all('yes')))).toMatchObject([
      {
        kind: 'label',
        of: 'yes',
        before: expect.stringMatching(/^(4|5)\d %$/),
        after: '100 %',
        start: 0,
        end: 300,
      },
    ]);
    expect(found(all('yes', 299))).toEqual([]);
    expect(found([...all('yes'), ...rows(1, 22, () => ({ label: 'no' }))])).toEqual([]);
  });

  it('are none where the reference has hardly another', () => {
    const rare = (count: number) => frame(rows(1_000, 23, (_, at) => ({ label: at < count ? 'no' : 'yes' })));
    expect(found(all('yes'), rare(29))).toEqual([]);
    expect(found(all('yes'), rare(30))).toEqual([['label', 'yes']]);
  });
});

it('sound rows pass whatever the seed, and a fault is told however its rows lie', () => {
  fc.assert(
    fc.property(fc.integer({ min: 20, max: 1_000_000 }), fc.integer({ min: 0, max: 380 }), (seed, from) => {
      expect(found(rows(500, seed))).toEqual([]);
      const holed = rows(500, seed, (_, at) => (at >= from && at < from + 120 ? { x: Number.NaN } : {}));
      const [fault] = dataFaults(reference, frame(holed));
      expect(fault).toMatchObject({ kind: 'missing', of: 'x', start: from, end: from + 120 });
    }),
    { numRuns: 40 },
  );
});
