import { describe, expect, it } from 'vitest';
import { snapshotOf } from '../../../core/frame/codec.ts';
import { schemaOf } from '../../../core/frame/frame.ts';
import { fitModel, outOfFold } from '../../../core/retraining/assess.ts';
import { largestDifference, refitted } from '../../../core/retraining/refit.ts';
import { frameOf } from '../estimators/frame-of.ts';
import { chance } from '../evidence/rows.ts';

describe('the largest difference of two values', () => {
  it('is that of their numbers, where it is and how large', () => {
    const one = { weights: [[1, 2, 3]], classes: ['no', 'yes'] };
    expect(largestDifference(one, structuredClone(one))).toEqual({ size: 0, at: null });
    const other = { weights: [[1, 2.25, 3.125]], classes: ['no', 'yes'] };
    // 0.25 of 2 is an eighth, 0.125 of 3 is less.
    expect(largestDifference(one, other)).toEqual({ size: 0.125, at: 'weights.0.1' });
  });

  it('is a share of numbers beyond 1, and absolute for those within', () => {
    expect(largestDifference(1e6, 1e6 + 1)).toEqual({ size: 1e-6, at: '' });
    expect(largestDifference(1e-6, 0)).toEqual({ size: 1e-6, at: '' });
  });

  it('is without bound for what is no number, is missing, or is of another kind', () => {
    const pairs: [unknown, unknown][] = [
      ['no', 'yes'],
      [null, 0],
      [[1], { 0: 1 }],
      [{ a: 1 }, { a: 1, b: 2 }],
      [1, Number.NaN],
      [true, false],
    ];
    for (const [one, other] of pairs) {
      expect(largestDifference(one, other).size).toBe(Number.POSITIVE_INFINITY);
      expect(largestDifference(other, one).size).toBe(Number.POSITIVE_INFINITY);
    }
  });

  it('does not tell what is absent from what is undefined, nor two numbers that are none', () => {
    expect(largestDifference({ a: undefined, b: Number.NaN }, { b: Number.NaN })).toEqual({
      size: 0,
      at: null,
    });
  });
});

describe('a version that is fitted again', () => {
  it.each(['logistic', 'majority'])('from its snapshot is what it was, to the last bit (%s)', (estimator) => {
    const random = chance(4);
    const size = 400;
    const numbers = Array.from({ length: size }, (_, row) => (row % 7 === 0 ? null : random.normal() * 1e6));
    const towns = numbers.map((_, row) =>
      row % 11 === 0 ? null : (['Rome', 'Oslo', 'Paris'][row % 3] ?? null),
    );
    const labels = numbers.map((x, row) => {
      if (row % 5 === 0) return null;
      return (x ?? 0) + random.normal() * 1e6 > 0 ? 'yes' : 'no';
    });
    const train = frameOf({ x: numbers, town: towns }, labels);
    const facts = { estimator, schema: schemaOf(train), options: { inverseL2: 0.1 } };
    const again = refitted({ ...facts, snapshot: snapshotOf(train).bytes });
    expect(again).toEqual({ model: fitModel({ ...facts, train }), baseline: outOfFold({ ...facts, train }) });
  });
});
