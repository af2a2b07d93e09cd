import { describe, expect, it } from 'vitest';
import { sampleRows, thinned } from '../../../core/estimators/sample.ts';
import { problemOf } from './problem-of.ts';

const numbered = (rows: number, classOf: (row: number) => number) =>
  problemOf(
    Array.from({ length: rows }, (_, row) => [row]),
    Array.from({ length: rows }, (_, row) => classOf(row)),
    2,
  );

describe('thinned', () => {
  it('takes one row from each of as many stretches, with its class and a penalty as much weaker', () => {
    const whole = numbered(1000, (row) => row % 3);
    const { design, targets, inverseL2 } = thinned(whole, 40);
    expect(targets).toHaveLength(40);
    targets.forEach((target, at) => {
      const row = design[at * 2] ?? Number.NaN;
      expect(Math.floor(row / 25)).toBe(at);
      expect(target).toBe(row % 3);
      expect(design[at * 2 + 1]).toBe(1);
    });
    expect(inverseL2).toBe(50);
  });

  it('is not misled by rows that come in a pattern', () => {
    const { targets } = thinned(
      numbered(10_000, (row) => row % 2),
      500,
    );
    const ones = targets.reduce((sum, target) => sum + target, 0);
    expect(ones).toBeGreaterThan(200);
    expect(ones).toBeLessThan(300);
  });

  it('is the problem itself when there are not more rows', () => {
    const whole = numbered(30, (row) => row % 2);
    expect(thinned(whole, 30)).toBe(whole);
  });
});

describe('sampleRows', () => {
  it.each([
    [100_000, 51, 2040],
    [100_000, 11, 2000],
    [3000, 11, 3000],
    [100_000, 1000, 2000],
  ])('of %d rows of %d columns takes %d', (rows, width, expected) => {
    const problem = {
      classes: 2,
      width,
      design: new Float64Array(0),
      targets: new Int32Array(rows),
      inverseL2: 1,
    };
    expect(sampleRows(problem)).toBe(expected);
  });
});
