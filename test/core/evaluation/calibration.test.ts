import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Calibrator,
  calibrated,
  fitCalibrator,
  isOutside,
} from '../../../core/evaluation/calibrator.ts';
import { fitIsotonic, isotonicAt } from '../../../core/evaluation/isotonic.ts';
import { fitPlatt, plattAt } from '../../../core/evaluation/platt.ts';

const wrong = expect.objectContaining({ code: 'invalid_input' });
const seeded = { seed: 11, numRuns: 200 };

/** Scores in steps of 1/16, so that many are equal, with outcomes of 0 and 1. */
const outcomes = fc.array(fc.tuple(fc.nat(16), fc.nat(1)), { minLength: 1, maxLength: 80 });
const columns = (rows: readonly (readonly [number, number])[]) =>
  [rows.map(([score]) => score / 16), rows.map(([, hit]) => hit)] as const;

describe('isotonic regression', () => {
  it('pools equal scores and violators, and draws lines between, as scikit-learn 1.7.2 does', () => {
    const curve = fitIsotonic([0.1, 0.2, 0.2, 0.3, 0.4, 0.5, 0.5, 0.7], [0, 1, 0, 0, 1, 0, 1, 1]);
    expect(curve.knots).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.7]);
    expect(curve.values).toEqual([0, 1 / 3, 1 / 3, 2 / 3, 2 / 3, 1]);
    const at = [0, 0.15, 0.35, 0.45, 0.6, 0.9].map((x) => isotonicAt(curve, x));
    const expected = [0, 1 / 6, 1 / 2, 2 / 3, 5 / 6, 1];
    at.forEach((value, k) => {
      expect(value).toBeCloseTo(expected[k] ?? Number.NaN, 12);
    });
  });

  it('does not depend on the order of the rows, never falls, and keeps the mean', () => {
    fc.assert(
      fc.property(outcomes, (rows) => {
        const [x, y] = columns(rows);
        const curve = fitIsotonic(x, y);
        expect(fitIsotonic(...columns([...rows].reverse()))).toEqual(curve);
        const fitted = x.map((score) => isotonicAt(curve, score));
        const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
        expect(sum(fitted)).toBeCloseTo(sum(y), 9);
        const grid = Array.from({ length: 41 }, (_, k) => isotonicAt(curve, k / 32 - 0.125));
        expect([...grid].sort((one, other) => one - other)).toEqual(grid);
      }),
      seeded,
    );
  });

  it('is no worse than any constant', () => {
    fc.assert(
      fc.property(outcomes, fc.double({ min: 0, max: 1, noNaN: true }), (rows, constant) => {
        const [x, y] = columns(rows);
        const curve = fitIsotonic(x, y);
        const error = (answer: (score: number) => number) =>
          y.reduce((sum, hit, row) => sum + (hit - answer(x[row] ?? 0)) ** 2, 0);
        expect(error((score) => isotonicAt(curve, score))).toBeLessThanOrEqual(error(() => constant) + 1e-9);
      }),
      seeded,
    );
  });

  it('of one row is level, and nothing is known of a row without a score', () => {
    const curve = fitIsotonic([0.4], [1]);
    expect([0, 0.4, 1].map((x) => isotonicAt(curve, x))).toEqual([1, 1, 1]);
    expect(isotonicAt(curve, Number.NaN)).toBeNaN();
  });

  it('refuses no rows, rows that do not pair, and what is no number', () => {
    expect(() => fitIsotonic([], [])).toThrow(wrong);
    expect(() => fitIsotonic([1], [1, 0])).toThrow(wrong);
    expect(() => fitIsotonic([Number.NaN], [1])).toThrow(wrong);
  });
});

describe('Platt scaling', () => {
  const x = [-2, -1.5, -1, -0.5, -0.25, 0, 0.25, 0.5, 1, 1.5, 2, 3];

  it('reaches the optimum that Newton iterations of numpy give, as scikit-learn does to nine digits', () => {
    const { slope, intercept } = fitPlatt(x, [0, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 1]);
    expect(slope).toBeCloseTo(0.57450692, 8);
    expect(intercept).toBeCloseTo(-0.13340025, 8);
  });

  it('stays finite where the outcomes can be told apart', () => {
    const { slope, intercept } = fitPlatt(
      x,
      x.map((one) => Number(one > 0)),
    );
    expect(slope).toBeCloseTo(1.32670822, 8);
    expect(intercept).toBeCloseTo(-0.25787226, 8);
  });

  it('of one outcome says (n + 1) / (n + 2), whatever the score', () => {
    const curve = fitPlatt([0.3, 0.5, 0.9], [1, 1, 1]);
    for (const score of [0, 0.5, 1]) expect(plattAt(curve, score)).toBeCloseTo(4 / 5, 9);
  });

  it('of one score says its share of hits, drawn to the middle', () => {
    const curve = fitPlatt([2, 2, 2, 2], [1, 1, 1, 0]);
    expect(plattAt(curve, 2)).toBeCloseTo((3 * (4 / 5) + 1 / 3) / 4, 9);
  });

  it('keeps the mean of its targets, for any rows', () => {
    fc.assert(
      fc.property(outcomes, (rows) => {
        const [scores, hits] = columns(rows);
        const curve = fitPlatt(scores, hits);
        const ones = hits.filter((hit) => hit === 1).length;
        const zeros = hits.length - ones;
        const targets = ones * ((ones + 1) / (ones + 2)) + zeros / (zeros + 2);
        const fitted = scores.reduce((sum, score) => sum + plattAt(curve, score), 0);
        expect(fitted).toBeCloseTo(targets, 6);
      }),
      seeded,
    );
  });

  it('refuses no rows, rows that do not pair, and what is neither hit nor miss', () => {
    expect(() => fitPlatt([], [])).toThrow(wrong);
    expect(() => fitPlatt([1], [1, 0])).toThrow(wrong);
    expect(() => fitPlatt([1], [2])).toThrow(wrong);
    expect(() => fitPlatt([Number.NaN], [1])).toThrow(wrong);
  });
});

describe('the calibrator', () => {
  /** Row k of n has the score (k + 1/2) / n; `hit` says whether it came true. */
  const evenly = (n: number, hit: (score: number, row: number) => boolean) => {
    const scores = Array.from({ length: n }, (_, row) => (row + 0.5) / n);
    return [scores, scores.map((score, row) => Number(hit(score, row)))] as const;
  };

  it('is a curve from 200 rows on, a sigmoid below, and nothing below 30', () => {
    const kinds = [29, 30, 199, 200].map((n) => fitCalibrator(...evenly(n, (score) => score > 0.4))?.kind);
    expect(kinds).toEqual([undefined, 'platt', 'platt', 'isotonic']);
  });

  it('knows the scores it was fitted to from those it was not', () => {
    const calibrator = fitCalibrator(...evenly(50, (score) => score > 0.5)) as Calibrator;
    expect(calibrator).toMatchObject({ rows: 50, low: 0.01, high: 0.99 });
    expect([0, 0.01, 0.5, 0.99, 1].map((score) => isOutside(calibrator, score))).toEqual([
      true,
      false,
      false,
      false,
      true,
    ]);
  });

  it('finds out a model that is too sure of itself', () => {
    // What the model calls 1 % or 99 % comes true one time in five, or four in five.
    const rows = Array.from({ length: 400 }, (_, row) => [row % 2 ? 0.99 : 0.01, Number(row % 10 < 2)]);
    const scores = rows.map(([score = 0]) => score);
    const hits = rows.map(([score = 0, rare = 0]) => (score > 0.5 ? 1 - rare : rare));
    const many = fitCalibrator(scores, hits) as Calibrator;
    expect([calibrated(many, 0.01), calibrated(many, 0.99)]).toEqual([0.2, 0.8]);
    const few = fitCalibrator(scores.slice(0, 100), hits.slice(0, 100)) as Calibrator;
    expect(calibrated(few, 0.01)).toBeCloseTo(0.2, 1);
    expect(calibrated(few, 0.99)).toBeCloseTo(0.8, 1);
  });

  it('survives being stored, answers within [0, 1], and passes silence on', () => {
    for (const n of [60, 600]) {
      const calibrator = fitCalibrator(...evenly(n, (_, row) => row % 3 === 0)) as Calibrator;
      expect(structuredClone(calibrator)).toEqual(calibrator);
      expect(JSON.parse(JSON.stringify(calibrator))).toEqual(calibrator);
      for (const score of [0, 1e-300, 0.5, 1]) {
        expect(calibrated(calibrator, score)).toBeGreaterThanOrEqual(0);
        expect(calibrated(calibrator, score)).toBeLessThanOrEqual(1);
      }
      expect(calibrated(calibrator, Number.NaN)).toBeNaN();
    }
  });
});
