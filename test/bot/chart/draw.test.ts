import { describe, expect, it } from 'vitest';
import { toSvg } from '../../../bot/chart/draw.ts';
import type { Panel } from '../../../core/cards/chart.ts';
import { barsOf, chartWith, elementsOf, hour, lineOf, minute, noon, scores, textsOf } from './drawing.ts';

const red = '#ED4245';
const drawn = (panel: Panel) => elementsOf(toSvg(chartWith([panel])));
const paths = (panel: Panel) => drawn(panel).filter(({ name }) => name === 'path');
const points = (d = '') => d.split(/[ML]/).length - 1;

describe('a line over time', () => {
  it('is one path of all its points, with its name at its end', () => {
    const panel = scores({ lines: [lineOf([0.1, 0.12, 0.08, 0.11], 2 * minute, 'score 0.11')] });
    const lines = paths(panel).filter(({ attributes }) => points(attributes['d']) === 4);
    // Drawn a second time in red, as far as it lies on the wrong side of the threshold.
    expect(lines.map(({ attributes }) => attributes['stroke'])).toEqual(['#7983F5', red]);
    expect(lines[1]?.attributes['clip-path']).toBe('url(#bad0)');
    const [name] = drawn(panel).filter(({ text }) => text === 'score 0.11');
    const [end] = drawn(panel)
      .filter(({ name: kind }) => kind === 'circle')
      .slice(-1);
    expect(Number(name?.attributes['x'])).toBeGreaterThan(Number(end?.attributes['cx']));
  });

  it('marks points over the threshold by shape as well as by colour', () => {
    const shapes = drawn(scores({ lines: [lineOf([0.1, 0.3, 0.1])] }));
    expect(shapes.filter(({ name }) => name === 'circle')).toHaveLength(2);
    const diamonds = shapes.filter(
      ({ name, attributes }) =>
        name === 'path' && attributes['fill'] === red && attributes['d']?.endsWith('Z'),
    );
    expect(diamonds).toHaveLength(1);
  });

  it('has a dashed threshold that is named', () => {
    const panel = scores({ lines: [lineOf([0.1, 0.1])] });
    const dashed = paths(panel).filter(({ attributes }) => attributes['stroke-dasharray'] === '10 6');
    // Across the plot, and as a sample before its name.
    expect(dashed).toHaveLength(2);
    expect(textsOf(toSvg(chartWith([panel])))).toContain('threshold 0.20');
  });

  it('is broken where a value is missing', () => {
    const panel = scores({ lines: [lineOf([0.1, 0.12, null, 0.08, 0.11, 0.1])], threshold: null });
    expect(paths(panel).map(({ attributes }) => points(attributes['d']))).toEqual(
      expect.arrayContaining([2, 3]),
    );
    expect(paths(panel).map(({ attributes }) => points(attributes['d']))).not.toContain(5);
  });

  it('of one point is that point', () => {
    const all = drawn(scores({ lines: [lineOf([0.1])] }));
    expect(all.filter(({ name }) => name === 'circle')).toHaveLength(1);
    expect(all.map(({ text }) => text)).toEqual(expect.arrayContaining(['11:58', '12:00', '12:02']));
  });

  it.each([
    ['no line', []],
    ['a line without points', [lineOf([])]],
    ['a line without values', [lineOf([null, Number.NaN, Number.POSITIVE_INFINITY])]],
  ])('says so where there is %s', (_, lines) => {
    const texts = textsOf(toSvg(chartWith([scores({ lines })])));
    expect(texts).toEqual(['demo - drift', 'Drift score', 'No checks yet']);
  });

  it('of a hundred thousand points keeps at most four a column, the peak among them', () => {
    const values = Array.from({ length: 100_000 }, (_, at) => (at === 50_001 ? 0.9 : 0.1 + (at % 7) / 1000));
    const panel = scores({ lines: [lineOf(values, minute)], threshold: null });
    const svg = toSvg(chartWith([panel]));
    const [line] = paths(panel).filter(({ attributes }) => points(attributes['d']) > 100);
    const heights = [...(line?.attributes['d'] ?? '').matchAll(/[ML]\S+ ([\d.]+)/g)].map(([, y]) =>
      Number(y),
    );
    expect(heights.length).toBeLessThanOrEqual(4 * 800);
    expect(Math.min(...heights)).toBeLessThan(Math.max(...heights) - 100);
    expect(svg.length).toBeLessThan(60_000);
  });

  it('is told from a second one by dashes and by name', () => {
    const lines = [
      lineOf([0.9, 0.91], minute, 'measured 0.910'),
      { ...lineOf([0.88, 0.89], minute, 'estimated 0.890'), look: 'second' as const },
    ];
    const panel = scores({ lines, threshold: null, axis: { shows: [], limits: [0, 1] } });
    expect(paths(panel).filter(({ attributes }) => attributes['stroke-dasharray'] === '2 7')).toHaveLength(2);
    expect(textsOf(toSvg(chartWith([panel])))).toEqual(
      expect.arrayContaining(['measured 0.910', 'estimated 0.890']),
    );
  });

  it('shares its time axis, which is written once, with those above it', () => {
    const early = scores({ lines: [lineOf([0.1, 0.2], hour)] });
    const texts = textsOf(toSvg(chartWith([early, scores({ lines: [lineOf([0.3, 0.4], hour)] })])));
    expect(texts.filter((text) => text === '12:00')).toHaveLength(1);
    expect(texts.filter((text) => text === '22 Nov 2026 · UTC')).toHaveLength(1);
  });

  it('keeps its axis where the panel below it has nothing to show', () => {
    const texts = textsOf(toSvg(chartWith([scores({ lines: [lineOf([0.1, 0.2], hour)] }), scores()])));
    expect(texts).toEqual(expect.arrayContaining(['12:00', 'No checks yet']));
  });
});

describe('marks', () => {
  const mark = (at: number, name: string, look: 'good' | 'bad' | 'plain' = 'good') => ({ at, name, look });
  const lines = [lineOf(Array.from({ length: 50 }, () => 0.1))];

  it('are named where they stand', () => {
    const all = drawn(scores({ lines, marks: [mark(noon - 60 * minute, 'v4 serves')] }));
    const name = all.find(({ text }) => text === 'v4 serves');
    const line = all.find(({ attributes }) => attributes['stroke-dasharray'] === '3 5');
    expect(line?.attributes['d']).toContain(`M${name?.attributes['x']} `);
  });

  it('keep their line where there is no room for their name, and the newest is named', () => {
    const marks = Array.from({ length: 8 }, (_, at) => mark(noon - at * 4 * minute, `version ${at} serves`));
    const all = drawn(scores({ lines, marks }));
    expect(all.filter(({ attributes }) => attributes['stroke-dasharray'] === '3 5')).toHaveLength(8);
    const named = all.filter(({ text }) => /^version/.test(text)).map(({ text }) => text);
    expect(named.length).toBeLessThan(8);
    expect(named).toContain('version 0 serves');
  });

  it('differ in shape', () => {
    const shapeOf = (look: 'good' | 'bad' | 'plain') => {
      const all = drawn(scores({ lines, marks: [mark(noon, 'x', look)] }));
      const line = all.findIndex(({ attributes }) => attributes['stroke-dasharray'] === '3 5');
      return `${all[line + 1]?.name} of ${points(all[line + 1]?.attributes['d'])}`;
    };
    expect([shapeOf('good'), shapeOf('bad'), shapeOf('plain')]).toEqual([
      'path of 3',
      'path of 4',
      'circle of 0',
    ]);
  });
});

describe('bars', () => {
  const bar = (value: number, facts: object = {}) =>
    ({ name: `f${value}`, value, said: value.toFixed(2), look: 'main', ...facts }) as const;
  const lengths = (panel: Panel) =>
    drawn(panel)
      .filter(({ name, attributes }) => name === 'rect' && attributes['rx'] === '3')
      .filter(({ attributes }) => attributes['fill-opacity'] === undefined)
      .map(({ attributes }) => Number(attributes['width']));

  it('are as long as their values are large', () => {
    const [half = 0, quarter = 0] = lengths(barsOf({ bars: [bar(0.5), bar(0.25)] }));
    expect(half / quarter).toBeCloseTo(2, 3);
  });

  it('say name and value, and mark the bad ones by a shape', () => {
    const all = drawn(barsOf({ bars: [bar(0.5, { look: 'bad' }), bar(0.25)] }));
    expect(all.map(({ text }) => text)).toEqual(expect.arrayContaining(['f0.5', '0.50', 'f0.25', '0.25']));
    expect(all.filter(({ name }) => name === 'path')).toHaveLength(1);
  });

  it('are twelve at most, and none for what is no number', () => {
    expect(lengths(barsOf({ bars: Array.from({ length: 30 }, (_, at) => bar(1 / (at + 1))) }))).toHaveLength(
      12,
    );
    expect(lengths(barsOf({ bars: [bar(Number.NaN), bar(-1), bar(0)], full: null }))).toEqual([]);
  });
});
