import { Resvg } from '@resvg/resvg-js';
import { describe, expect, it } from 'vitest';
import { toSvg } from '../../../bot/chart/draw.ts';
import { pictureName } from '../../../bot/chart/name.ts';
import { paint } from '../../../bot/chart/paint.ts';
import { barsOf, chartWith, lineOf, minute, noon, scores } from './drawing.ts';

const chart = chartWith([
  scores({
    lines: [lineOf([0.1, 0.12, 0.3, 0.28, 0.1], 10 * minute, 'score 0.10')],
    marks: [{ at: noon - 20 * minute, name: 'alarm', look: 'bad' }],
  }),
  barsOf({ bars: [{ name: 'basket_value', value: 0.6, said: '0.60', look: 'bad' }] }),
]);

/** IHDR (PNG, section 11.2.1): width and height follow the signature, a length and a type. */
function sizeOf(png: Uint8Array): [number, number] {
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
}

describe('a painted chart', () => {
  it('is a PNG of twice the size', () => {
    const svg = toSvg(chart);
    const height = Number(/ height="(\d+)"/.exec(svg)?.[1]);
    expect(sizeOf(paint(svg))).toEqual([1600, 2 * height]);
  });

  it('is the same bytes every time', () => {
    expect(Buffer.from(paint(toSvg(chart))).equals(paint(toSvg(chart)))).toBe(true);
  });

  it('holds its text in ink: without its words, and without a font, it is another picture', () => {
    const svg = toSvg(chart);
    const wordless = svg.replace(/<text[^>]*>[^<]*<\/text>/g, '');
    const fontless = new Resvg(svg, { font: { loadSystemFonts: false }, fitTo: { mode: 'zoom', value: 2 } });
    const blank = Buffer.from(paint(wordless));
    expect(blank.equals(fontless.render().asPng())).toBe(true);
    expect(blank.equals(paint(svg))).toBe(false);
  });

  it.each(['a', 'é', 'Ç', 'ő', 'Ω', 'Ж', '→', '□'])('has ink for "%s"', (letter) => {
    const of = (title: string) => Buffer.from(paint(toSvg(chartWith([], { title }))));
    expect(of(`|${letter}|`).equals(of('|\u2003|'))).toBe(false);
    expect(of(`|${letter}|`).equals(of('|\u0378|'))).toBe(letter === '□');
  });

  it('is far below what Discord takes, however much there is to show', () => {
    const noise = Array.from({ length: 50_000 }, (_, at) => ((at * 7919) % 1000) / 1000);
    const bars = Array.from({ length: 12 }, (_, at) => ({
      name: `a feature with a long name ${at}`,
      value: 1 / (at + 1),
      said: 'mean 41.20 → 67.85',
      look: 'bad' as const,
    }));
    const line = scores({ lines: [lineOf(noise, minute)] });
    const png = paint(toSvg(chartWith([line, line, barsOf({ bars })])));
    expect(png.length).toBeLessThan(1_000_000);
  });

  it('is not made of what is no SVG', () => {
    expect(() => paint('<svg')).toThrow();
  });
});

describe('the name of a picture', () => {
  it.each([
    ['demo - drift', 'demo-drift-0123456789.png'],
    ['Crédit à la <b>', 'Credit-a-la-b-0123456789.png'],
    ['../../etc/passwd', 'etc-passwd-0123456789.png'],
    ['温度 🚨', 'chart-0123456789.png'],
  ])('of "%s" is %s', (title, name) => {
    expect(pictureName(title, '0123456789abcdef')).toBe(name);
  });
});
