import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toSvg } from '../../../bot/chart/draw.ts';
import { textWidth } from '../../../bot/chart/text.ts';
import type { Panel } from '../../../core/cards/chart.ts';
import { chartWith, day, elementsOf, noon } from './drawing.ts';

const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('<b>&"\'', ']]>', 'éàü', '温度', '🚨', '\u202e', '\ud800', '\u0000', 'x'.repeat(300)),
);
const number = fc.oneof(fc.double(), fc.double({ min: 0, max: 1 }), fc.constantFrom(0, 1, -1, 1e308, -1e308));
const moment = fc.oneof(
  fc.integer({ min: noon - 100 * day, max: noon }),
  fc.double(),
  fc.constantFrom(noon, -3e13, 3e13, 8.64e15),
);
const threshold = fc.record({
  value: number,
  name: words,
  bad: fc.constantFrom('above' as const, 'below', 'none'),
});
const limits = fc.constantFrom<readonly [number, number] | null>([0, 1], null);
const linePanel = fc.record({
  kind: fc.constant('line' as const),
  title: words,
  lines: fc.array(
    fc.record({
      name: words,
      look: fc.constantFrom('main' as const, 'second'),
      points: fc.array(fc.tuple(moment, fc.option(number)), { maxLength: 30 }),
    }),
    { maxLength: 5 },
  ),
  threshold: fc.option(threshold),
  marks: fc.array(
    fc.record({ at: moment, name: words, look: fc.constantFrom('good' as const, 'bad', 'plain') }),
    { maxLength: 10 },
  ),
  axis: fc.record({ shows: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 2 }), limits }),
  empty: words,
});
const barPanel = fc.record({
  kind: fc.constant('bars' as const),
  title: words,
  bars: fc.array(
    fc.record({
      name: words,
      value: number,
      said: words,
      look: fc.constantFrom('main' as const, 'bad', 'muted'),
    }),
    { maxLength: 15 },
  ),
  threshold: fc.option(threshold),
  full: fc.option(number),
  empty: words,
});
const anyChart = fc
  .record({
    title: words,
    panels: fc.array(fc.oneof<fc.Arbitrary<Panel>[]>(linePanel, barPanel), { maxLength: 4 }),
    timezone: fc.constantFrom('UTC', 'Europe/Paris', 'Asia/Kathmandu', 'America/St_Johns'),
    locale: fc.constantFrom('en-GB', 'fr'),
  })
  .map(({ panels, ...facts }) => chartWith(panels, facts));

/** What of a drawing is no number, or lies outside of the picture. */
function breachesOf(svg: string): string[] {
  const [outer, ...rest] = elementsOf(svg);
  const height = Number(outer?.attributes['height']);
  const within = (value: number, most: number) => value >= -1 && value <= most + 1;
  return rest.flatMap(({ name, attributes, text, down }) => {
    const { d = '', x = '0', y = '0', cx = x, cy = y, ...others } = attributes;
    const places = [...d.matchAll(/[ML](\S+) (\S+?)(?=[LMZ]|$)/g)].map(([, left, top]) => [left, top]);
    const outside = [[cx, cy], ...places].some(
      ([left, top]) => !within(Number(left), 800) || !within(Number(top) + down, height),
    );
    const room = textWidth(text, Number(others['font-size'] ?? 0), others['font-weight'] === '700');
    const left = Number(x) - room * ({ end: 1, middle: 0.5 }[others['text-anchor'] ?? ''] ?? 0);
    const odd = Object.entries(others).some(([, value]) => /NaN|Infinity|undefined/.test(value));
    const breached = outside || odd || !within(left, 800) || !within(left + room, 800);
    return breached ? [`${name} ${JSON.stringify(attributes)} ${text}`] : [];
  });
}

describe('any chart', () => {
  it('is well-formed, of finite numbers, and within the picture', () => {
    fc.assert(
      fc.property(anyChart, (chart) => {
        expect(breachesOf(toSvg(chart))).toEqual([]);
      }),
      { seed: 20261122, numRuns: 200 },
    );
  });

  it('is the same text whenever it is drawn', () => {
    fc.assert(
      fc.property(anyChart, (chart) => {
        expect(toSvg(chart)).toBe(toSvg(structuredClone(chart)));
      }),
      { seed: 20261123, numRuns: 30 },
    );
  });
});
