import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  categoryAt,
  categoryOf,
  cellsOf,
  createCells,
  numberOf,
  setCell,
} from '../../../core/frame/cells.ts';

describe('numberOf', () => {
  it.each([
    ['1', 1],
    ['-2.50', -2.5],
    ['+3', 3],
    ['.5', 0.5],
    ['5.', 5],
    ['1e3', 1000],
    ['1.5E-07', 1.5e-7],
    ['1e999', Number.POSITIVE_INFINITY],
    ['inf', Number.POSITIVE_INFINITY],
    ['-Infinity', Number.NEGATIVE_INFINITY],
  ])('reads %s', (text, value) => {
    expect(numberOf(text)).toBe(value);
  });

  it.each(['', ' ', 'abc', '0x1F', '0b1', '1,5', '1_000', '1e', '.', '--1', '12px', 'NaN'])(
    'does not take %j for a number',
    (text) => {
      expect(numberOf(text)).toBeNaN();
    },
  );

  it('reads every number back from its shortest text', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        expect(numberOf(String(value))).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});

describe('categoryOf', () => {
  it.each([
    ['1', '1'],
    ['1.0', '1'],
    ['-0', '0'],
    [' yes ', 'yes'],
    ['True', 'true'],
    ['FALSE', 'false'],
    ['2.50', '2.5'],
    ['007', '007'],
    ['+33612345678', '+33612345678'],
    ['12345678901234567890', '12345678901234567890'],
    ['0.5', '0.5'],
  ])('spells %j as %j', (cell, category) => {
    expect(categoryOf(cell)).toBe(category);
  });

  it.each(['', '  ', 'NaN', 'nan', 'NA', 'null', 'inf', '-inf', '1e999'])('takes %j for missing', (cell) => {
    expect(categoryOf(cell)).toBeNull();
  });

  it('spells a cell in a column the same way as a cell alone', () => {
    const cell = fc.oneof(fc.string({ maxLength: 6 }), fc.double().map(String), fc.integer().map(String));
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 30 }), (cells) => {
        const column = cellsOf(cells);
        expect(cells.map((_, row) => categoryAt(column, row))).toEqual(cells.map(categoryOf));
      }),
    );
  });
});

describe('a column of cells', () => {
  it('counts rows it skipped as missing, before and after its first text', () => {
    const column = createCells();
    setCell(column, 2, '5');
    setCell(column, 200, 'x');
    setCell(column, 500, '7');
    expect([0, 2, 100, 200, 300, 500].map((row) => categoryAt(column, row))).toEqual([
      null,
      '5',
      null,
      'x',
      null,
      '7',
    ]);
  });

  it('forgets the text of a cell that is written again', () => {
    const column = cellsOf(['x', 'y']);
    setCell(column, 0, '3');
    setCell(column, 1, '');
    expect([categoryAt(column, 0), categoryAt(column, 1)]).toEqual(['3', null]);
  });
});
