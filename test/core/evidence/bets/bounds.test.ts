// The bounds, with figures from scipy 1.17 (chi2.ppf, beta.ppf) and the formula of Maurer and Pontil in numpy.
import { describe, expect, it } from 'vitest';
import {
  kappaFloor,
  meanBaseline,
  meanBound,
  mostExtra,
  shareBaseline,
} from '../../../../core/evidence/bets/bounds.ts';

describe('the bound of a mean', () => {
  it('is the exact upper limit where few rows made the baseline', () => {
    const baseline = shareBaseline(100, 1000);
    expect(baseline.mean).toBe(0.1);
    expect(baseline.upper).toBeCloseTo(0.12029, 5);
    expect(meanBound(baseline)).toBeCloseTo(0.12029, 5);
    expect(meanBound(baseline, 0.05)).toBeCloseTo(0.17029, 5);
  });

  it('is the tolerance above the baseline where many rows made it', () => {
    expect(meanBound(shareBaseline(10_000, 100_000))).toBeCloseTo(0.12, 12);
  });

  it('leaves room for more, whatever the baseline', () => {
    expect(meanBound(shareBaseline(300, 300))).toBe(0.95);
    expect(meanBound(shareBaseline(0, 0))).toBe(0.95);
    expect(mostExtra(shareBaseline(10_000, 100_000))).toBeCloseTo(0.83, 12);
    expect(mostExtra(shareBaseline(100, 100))).toBe(0);
  });

  it('is the empirical Bernstein limit for values between 0 and 1', () => {
    const values = Float64Array.from(
      { length: 300 },
      (_, row) => [0.1, 0.2, 0.4, 0.7, 0.3, 0.25][row % 6] ?? 0,
    );
    const baseline = meanBaseline(values);
    expect(baseline.mean).toBeCloseTo(0.325, 12);
    expect(baseline.upper).toBeCloseTo(0.391886, 6);
    expect(meanBaseline(Float64Array.of(0.5))).toEqual({ mean: 0.5, upper: 1 });
    expect(meanBaseline(new Float64Array(0)).upper).toBe(1);
  });
});

describe('the least tolerance of a column', () => {
  it('covers the sampling error of a small reference', () => {
    expect(kappaFloor({ cells: 12, n: 1000, features: 10 })).toBeCloseTo(0.031264, 6);
    expect(kappaFloor({ cells: 4, n: 300, features: 1 })).toBeCloseTo(0.037816, 6);
  });

  it('is never less than what nobody calls drift', () => {
    expect(kappaFloor({ cells: 12, n: 5000, features: 10 })).toBe(0.02);
    expect(kappaFloor({ cells: 1, n: 30, features: 10 })).toBe(0.02);
  });
});
