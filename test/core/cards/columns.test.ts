import { describe, expect, it } from 'vitest';
import { displayWidth, shortened, table } from '../../../core/cards/columns.ts';

describe('text in columns', () => {
  // Widths as Unicode UAX 11 gives them: Wide and emoji presentation two cells, combining marks none.
  it.each([
    ['plain', 5],
    ['e\u0301', 1],
    ['漢字', 4],
    ['ｱ', 1],
    ['Ａ', 2],
    ['한글', 4],
    ['🚨', 2],
    ['⚠️', 2],
    ['👩‍👩‍👧', 2],
    ['🇫🇷', 2],
    ['█░▁', 3],
    ['v7 -> v8', 8],
  ])('takes %s for its cells on a screen', (text, cells) => {
    expect(displayWidth(text)).toBe(cells);
  });

  it('shortens by cells, never through a character, and says so', () => {
    expect(shortened('basket_value', 12)).toBe('basket_value');
    expect(shortened('basket_value_eur', 12)).toBe('basket_valu…');
    expect(shortened('漢字漢字', 6)).toBe('漢字…');
    expect(shortened('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 5)).toBe('👩‍👩‍👧👩‍👩‍👧…');
  });

  it('keeps a cell on one line whatever it holds', () => {
    expect(shortened('two\nlines\tand\u001b[31mred', 40)).toBe('two lines and\ufffd[31mred');
  });

  it('lines columns up by cells', () => {
    const lines = table([
      ['名', 'x', '1'],
      ['long', 'yy', '2'],
    ]);
    expect(lines).toEqual(['名    x   1', 'long  yy  2']);
  });
});
