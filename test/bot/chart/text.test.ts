import { Resvg } from '@resvg/resvg-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fontFiles } from '../../../bot/chart/paint.ts';
import { element, text } from '../../../bot/chart/svg.ts';
import { drawn, fitted, textWidth } from '../../../bot/chart/text.ts';

const size = 20;

/** Width of the ink, as the library that draws it measures it. */
function inkOf(content: string, bold: boolean): number {
  const svg = element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', width: 4000, height: 100, 'font-family': 'Inter' },
    text(content, { x: 10, y: 50, size, bold }),
  );
  return new Resvg(svg, { font: { fontFiles, loadSystemFonts: false } }).innerBBox()?.width ?? 0;
}

const samples = [
  'abcdefghijklmnopqrstuvwxyz',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  '0123456789 .,;:!?()[]{}',
  '#$%&*+-/<=>@\\^_`|~"\'',
  'éèêëàâçùûîïôœæÉÈÀÇ ß ñ ø å ł ž',
  'Ωμέγα αβγδεζηθικλμνξοπρστυφχψω',
  'Дрейф данных щшжю',
  '→ – — … ± × ≤ ≥ ≠ ∞ € □',
  'threshold 0.20',
];

describe('the width of text', () => {
  it.each(samples)('is never less than the ink of "%s", and not much more', (sample) => {
    for (const bold of [false, true]) {
      const ink = inkOf(sample, bold);
      expect(ink).toBeGreaterThan(0);
      expect(textWidth(sample, size, bold)).toBeGreaterThanOrEqual(ink);
      expect(textWidth(sample, size, bold)).toBeLessThan(ink * 2.1 + size);
    }
  });
});

describe('drawn text', () => {
  it('has a box for what the font lacks, and nothing for what has no shape', () => {
    expect(drawn('温度 🚨 a\u202eb\u0000c\n d\ud800')).toBe('□□ □ abc d□');
  });

  it('has letters and their accents as one', () => {
    expect(drawn('e\u0301te\u0301')).toBe('été');
  });
});

describe('fitted text', () => {
  it('ends in an ellipsis where it is cut, and only there', () => {
    expect(fitted('a feature', 200, { size })).toBe('a feature');
    expect(fitted('a feature with a long name', 100, { size })).toMatch(/^a feat.*[^ ]…$/);
  });

  it('fits, whatever it is', () => {
    const [anything, width] = [fc.string({ unit: 'binary' }), fc.integer({ min: 30, max: 300 })];
    fc.assert(
      fc.property(anything, width, (words, room) => {
        expect(textWidth(fitted(words, room, { size }), size)).toBeLessThanOrEqual(room);
      }),
      { seed: 20261122, numRuns: 300 },
    );
  });
});
