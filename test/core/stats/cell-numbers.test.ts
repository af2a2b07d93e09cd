// The cell of every row agrees with the counts of the cells, whatever the column.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellNumbers } from '../../../core/stats/cell-numbers.ts';
import { buildCells, countCells } from '../../../core/stats/cells.ts';
import type { StatsColumn } from '../../../core/stats/column.ts';

const numeric = (values: readonly number[]): StatsColumn => ({
  kind: 'numeric',
  values: Float64Array.from(values),
});
const someNumbers = fc.array(
  fc.oneof(
    fc.integer({ min: -30, max: 30 }),
    fc.double({ min: -5, max: 5, noNaN: true }),
    fc.constantFrom(Number.NaN, Infinity, -Infinity, -0, 0),
  ),
  { maxLength: 120 },
);
const someCategories = fc.record({
  codes: fc.array(fc.integer({ min: -1, max: 4 }), { maxLength: 60 }),
  categories: fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e', 'f', ''], { minLength: 5, maxLength: 5 }),
});

function counted(numbers: Int32Array, cells: number): number[] {
  const counts = new Array<number>(cells).fill(0);
  for (const cell of numbers) counts[cell] = (counts[cell] ?? 0) + 1;
  return counts;
}

describe('the cell of every row', () => {
  it('says of edges 1 and 3 what lies below, between, above and nowhere', () => {
    const cells = { kind: 'quantiles', edges: [1, 3] } as const;
    const column = numeric([0.5, 1, 2, 3, 9, Number.NaN, -Infinity]);
    expect([...cellNumbers(cells, column)]).toEqual([0, 1, 1, 2, 2, 3, 3]);
  });

  it('says of known values which one, Other or missing', () => {
    const cells = { kind: 'values', values: [0, 5] } as const;
    expect([...cellNumbers(cells, numeric([5, -0, 4.9, -1, Infinity]))]).toEqual([1, 0, 2, 2, 3]);
  });

  it('reads categories by their name, whatever the dictionary', () => {
    const cells = { kind: 'categories', categories: ['x', 'y'] } as const;
    const codes = Int32Array.from([0, 1, 2, 3, -1]);
    const column: StatsColumn = { kind: 'categorical', codes, categories: ['y', 'new', 'x', ''] };
    expect([...cellNumbers(cells, column)]).toEqual([1, 2, 0, 3, 3]);
  });

  it('counts as the counted cells do', () => {
    fc.assert(
      fc.property(someNumbers, someNumbers, (reference, current) => {
        const cells = buildCells(numeric(reference));
        const counts = [...countCells(cells, numeric(current))];
        expect(counted(cellNumbers(cells, numeric(current)), counts.length)).toEqual(counts);
      }),
    );
    fc.assert(
      fc.property(someCategories, someCategories, (reference, current) => {
        const columnOf = ({ codes, categories }: typeof current): StatsColumn => ({
          kind: 'categorical',
          codes: Int32Array.from(codes),
          categories,
        });
        const cells = buildCells(columnOf(reference));
        const counts = [...countCells(cells, columnOf(current))];
        expect(counted(cellNumbers(cells, columnOf(current)), counts.length)).toEqual(counts);
      }),
    );
  });

  it('refuses a column of another kind than the reference was', () => {
    const cells = { kind: 'categories', categories: ['x'] } as const;
    expect(() => cellNumbers(cells, numeric([1]))).toThrow('does not fit');
  });
});
