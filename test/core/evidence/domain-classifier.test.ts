import { describe, expect, it } from 'vitest';
import { domainClassifier, outOfFoldAuc } from '../../../core/evidence/domain-classifier.ts';
import { designOf, withProducts } from '../../../core/evidence/domain-design.ts';
import type { Frame } from '../../../core/frame/frame.ts';
import { aucNoise } from '../../../core/stats/mann-whitney.ts';
import { frameOf } from '../estimators/frame-of.ts';
import { casesOf, expectClose, tuplesAt } from '../stats/vectors.ts';
import { chance, people, profiled } from './rows.ts';

type Cells = readonly (number | string | null)[];

const framed = (columns: Record<string, Cells>) =>
  frameOf(
    columns,
    (Object.values(columns)[0] ?? []).map(() => null),
  );

/** Draws two numbers a row. */
function pairs(rows: number, draw: () => readonly [number, number]): Frame {
  const drawn = Array.from({ length: rows }, draw);
  return framed({ a: drawn.map(([a]) => a), b: drawn.map(([, b]) => b) });
}

const shiftOf = (reference: Frame, current: Frame) =>
  domainClassifier({ profiles: profiled(reference).profile.features, reference, current });

/** One sample of the reference, one changed. */
function drawn(seed: number, change: (a: number, b: number) => readonly [number, number], rows = 1_000) {
  const random = chance(seed);
  const reference = pairs(rows, () => [random.normal(), random.normal()]);
  const current = pairs(rows, () => change(random.normal(), random.normal()));
  return { reference, current, shift: shiftOf(reference, current).value };
}

describe('the domain classifier agrees with the reference vector', () => {
  it.each(casesOf('domainClassifierAuc'))('$id', (vector) => {
    const rowsOf = (key: string) => {
      const rows = tuplesAt(vector, key);
      return framed({ a: rows.map(([a = 0]) => a), b: rows.map(([, b = 0]) => b) });
    };
    const [reference, current] = [rowsOf('reference'), rowsOf('current')];
    const sizes = { n: reference.rows, m: current.rows };
    const columns = designOf(profiled(reference).profile.features, [reference, current]);
    const answer = {
      linear: outOfFoldAuc(columns, sizes),
      quadratic: outOfFoldAuc(withProducts(columns), sizes),
      nullSd: aucNoise(sizes.n, sizes.m),
    };
    expectClose(answer, vector.expected, vector);
    expect(shiftOf(reference, current).value?.auc).toBe(answer.quadratic);
  });
});

describe('the domain classifier', () => {
  it('sees a change of spread and of correlation, to which one without products is blind', () => {
    const { reference, current, shift } = drawn(1, (a, b) => [1.5 * a, b]);
    const sizes = { n: 1_000, m: 1_000 };
    const linear = designOf(profiled(reference).profile.features, [reference, current]);
    expect(Math.abs(outOfFoldAuc(linear, sizes) - 0.5)).toBeLessThan(0.04);
    expect(shift?.auc).toBeGreaterThan(0.57);
    expect(shift?.beyondChance).toBe(true);
    const correlated = drawn(2, (a, b) => [a, 0.6 * a + 0.8 * b]).shift;
    expect(correlated?.auc).toBeGreaterThan(0.6);
    expect(correlated?.leansOn.map(({ name }) => name).sort()).toEqual(['a', 'b']);
  });

  it('names the feature that tells the windows apart', () => {
    const shift = drawn(3, (a, b) => [a, b + 1]).shift;
    expect(shift?.leansOn[0]).toMatchObject({ name: 'b' });
    expect(shift?.leansOn[0]?.share).toBeGreaterThan(0.9);
    expect(shift?.leansOn.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(shift?.score).toBeCloseTo(2 * ((shift?.auc ?? 0) - 0.5), 12);
  });

  it('stays within its band where nothing changed, in nineteen of twenty windows', () => {
    const seeds = Array.from({ length: 60 }, (_, seed) => seed + 100);
    const beyond = seeds.filter((seed) => drawn(seed, (a, b) => [a, b], 200).shift?.beyondChance);
    expect(beyond.length).toBeLessThanOrEqual(6);
  });

  it('sees a category that the reference never had, and values that went missing', () => {
    const random = chance(7);
    const reference = people(random, 400);
    const colours = shiftOf(reference, people(random, 400, { colours: ['red', 'blue', 'green', 'mauve'] }));
    expect(colours.value).toMatchObject({ beyondChance: true, leansOn: [{ name: 'colour' }, {}, {}] });
    const missing = shiftOf(reference, people(random, 400, { missing: 0.3 }));
    expect(missing.value?.beyondChance).toBe(true);
    expect(missing.value?.leansOn[0]?.name).toBe('income');
  });

  it('sees a value that was constant change, and one that is far out', () => {
    const constant = framed({ same: Array.from({ length: 50 }, () => 3) });
    const other = framed({ same: Array.from({ length: 50 }, (_, row) => (row % 2 === 0 ? 3 : 4e300)) });
    expect(shiftOf(constant, other).value).toMatchObject({
      auc: 0.75,
      leansOn: [{ name: 'same', share: 1 }],
    });
  });

  it('has no answer for few rows, and none where nothing varies', () => {
    const rows = (count: number) => framed({ same: Array.from({ length: count }, () => 3) });
    expect(shiftOf(rows(30), rows(29)).status).toBe('insufficient');
    expect(shiftOf(rows(30), rows(0)).status).toBe('insufficient');
    expect(shiftOf(rows(30), rows(30)).status).toBe('constant');
  });

  it('takes at most 2,000 rows of each window, from all of it', () => {
    const ramp = (rows: number) => framed({ x: Array.from({ length: rows }, (_, row) => row / rows) });
    const { value, n, m } = shiftOf(ramp(9_000), ramp(3_000));
    expect([n, m]).toEqual([2_000, 2_000]);
    expect(value?.beyondChance).toBe(false);
  });

  it('keeps its design small where categories are many', () => {
    const names = (letter: string) => Array.from({ length: 500 }, (_, row) => `${letter}${row % 60}`);
    const columns = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`f${at}`, names(`c${at}-`)]));
    const frame = framed(columns);
    const design = designOf(profiled(frame).profile.features, [frame, frame]);
    expect(design.length).toBeLessThanOrEqual(220);
  });
});
