import { describe, expect, it } from 'vitest';
import { buildCells, comparableCounts, countCells } from '../../../core/stats/cells.ts';
import type { CategoricalColumn, NumericColumn } from '../../../core/stats/column.ts';

const numeric = (values: number[]): NumericColumn => ({ kind: 'numeric', values: Float64Array.from(values) });

const ramp = (rows: number) => numeric(Array.from({ length: rows }, (_, row) => row));

/** A column of names; null is missing. The dictionary comes in the order given. */
function names(rows: (string | null)[], categories: string[]): CategoricalColumn {
  const codes = Int32Array.from(rows, (name) => (name === null ? -1 : categories.indexOf(name)));
  return { kind: 'categorical', codes, categories };
}

const times = (count: number, name: string): string[] => Array.from({ length: count }, () => name);

describe('cells of a numeric column', () => {
  it('are the values themselves up to twenty distinct ones, and quantiles beyond', () => {
    expect(buildCells(ramp(20)).kind).toBe('values');
    expect(buildCells(ramp(21)).kind).toBe('quantiles');
  });

  it('are ten quantile cells from 500 rows on and five below', () => {
    expect(buildCells(ramp(500))).toEqual({
      kind: 'quantiles',
      edges: [1, 2, 3, 4, 5, 6, 7, 8, 9].map((k) => expect.closeTo(49.9 * k, 9)),
    });
    expect(buildCells(ramp(499))).toMatchObject({ edges: { length: 4 } });
  });

  it('do not count missing rows towards the 500', () => {
    const column = numeric([...ramp(499).values, Number.NaN]);
    expect(buildCells(column)).toMatchObject({ edges: { length: 4 } });
  });

  it('are closed on the left: a value on an edge belongs to the cell above it', () => {
    expect([...countCells({ kind: 'quantiles', edges: [0, 10] }, numeric([-1, -0, 0, 9, 10, 11]))]).toEqual([
      1, 3, 2, 0,
    ]);
  });

  it('make any new value of a constant column visible as Other', () => {
    const cells = buildCells(numeric([7, 7, 7]));
    expect([...countCells(cells, numeric([7, 7.5, 6, 7, 8]))]).toEqual([2, 3, 0]);
  });

  it('count NaN and the infinities as missing', () => {
    const strange = numeric([1, Number.NaN, Infinity, -Infinity, 2, 3]);
    expect([...countCells({ kind: 'values', values: [1, 2] }, strange)]).toEqual([1, 1, 1, 3]);
    expect([...countCells({ kind: 'quantiles', edges: [2] }, strange)]).toEqual([1, 2, 3]);
  });

  it('of an empty or all-missing reference are only Other and missing', () => {
    expect(buildCells(numeric([]))).toEqual({ kind: 'values', values: [] });
    expect([...countCells(buildCells(numeric([Number.NaN])), numeric([1, Number.NaN]))]).toEqual([1, 1]);
  });
});

describe('cells of a categorical column', () => {
  it('are the categories with at least one percent of the rows, the most frequent first', () => {
    const rows = [...times(60, 'b'), ...times(39, 'c'), ...times(1, 'a')];
    expect(buildCells(names(rows, ['a', 'b', 'c']))).toEqual({
      kind: 'categories',
      categories: ['b', 'c', 'a'],
    });
    const diluted = names([...rows, ...times(1, 'b')], ['a', 'b', 'c']);
    expect(buildCells(diluted)).toEqual({ kind: 'categories', categories: ['b', 'c'] });
  });

  it('are at most fifty, ties broken by name', () => {
    const all = Array.from({ length: 60 }, (_, k) => `c${String(k).padStart(2, '0')}`);
    const cells = buildCells(names(all, [...all].reverse()));
    expect(cells).toEqual({ kind: 'categories', categories: all.slice(0, 50) });
    expect([...countCells(cells, names(all, all))].slice(-2)).toEqual([10, 0]);
  });

  it('survive another dictionary: new categories are Other, the empty one is missing', () => {
    const cells = buildCells(names(['x', 'x', 'y'], ['y', 'x']));
    const current = names(['new', 'y', 'x', '', null, 'new'], ['', 'new', 'x', 'y']);
    expect([...countCells(cells, current)]).toEqual([1, 1, 2, 2]);
  });

  it('ignore dictionary entries that no row has', () => {
    expect(buildCells(names(['x'], ['unused', 'x']))).toEqual({ kind: 'categories', categories: ['x'] });
  });

  it('refuse a code that is not in the dictionary', () => {
    const broken: CategoricalColumn = {
      kind: 'categorical',
      codes: Int32Array.of(2),
      categories: ['x', 'y'],
    };
    expect(() => buildCells(broken)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });
});

describe('cells', () => {
  it('are frozen and come back the same from JSON', () => {
    for (const column of [ramp(5), ramp(600), names(['x', 'y'], ['x', 'y'])]) {
      const cells = buildCells(column);
      expect(Object.isFrozen(cells) && Object.values(cells).every(Object.isFrozen)).toBe(true);
      const again = JSON.parse(JSON.stringify(cells));
      expect(again).toEqual(cells);
      expect(countCells(again, column)).toEqual(countCells(cells, column));
    }
  });

  it('give a value that fills a quantile step its own cell, so that fewer zeros are seen', () => {
    const zerosAnd = (zeros: number) =>
      numeric(Array.from({ length: 400 }, (_, row) => Math.max(0, row - zeros + 1)));
    // 300 zeros and 1..100: of the fifths only 80 % is not 0, and lies between 20 and 21.
    const cells = buildCells(zerosAnd(300));
    expect(cells).toMatchObject({ edges: [0, 1, expect.closeTo(20.2, 9)] });
    expect([...countCells(cells, zerosAnd(300))]).toEqual([0, 300, 20, 80, 0]);
    expect([...countCells(cells, zerosAnd(200))]).toEqual([0, 200, 20, 180, 0]);
  });

  it('refuse a column of another kind', () => {
    const wrong = expect.objectContaining({ code: 'invalid_input' });
    expect(() => countCells(buildCells(ramp(5)), names(['x'], ['x']))).toThrow(wrong);
    expect(() => countCells(buildCells(names(['x'], ['x'])), ramp(5))).toThrow(wrong);
  });

  it('compare the missing cell only when a side has a missing row', () => {
    const compared = (a: number[], b: number[]) =>
      comparableCounts(Uint32Array.from(a), Uint32Array.from(b)).map((counts) => counts.length);
    expect(compared([3, 2, 0], [1, 1, 0])).toEqual([2, 2]);
    expect(compared([3, 2, 1], [1, 1, 0])).toEqual([3, 3]);
    expect(compared([3, 2, 0], [1, 1, 4])).toEqual([3, 3]);
  });
});
