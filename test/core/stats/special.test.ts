import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialTail } from '../../../core/stats/special/binomial-law.ts';
import { chiSquareQuantile, chiSquareSf } from '../../../core/stats/special/chi-square-law.ts';
import { betaQuantile, incompleteBeta } from '../../../core/stats/special/incomplete-beta.ts';
import { lowerGamma, upperGamma } from '../../../core/stats/special/incomplete-gamma.ts';
import { kolmogorovSf } from '../../../core/stats/special/kolmogorov-law.ts';
import { logGamma } from '../../../core/stats/special/log-gamma.ts';
import { normalCdf, normalQuantile, normalSf } from '../../../core/stats/special/normal-law.ts';

const seeded = { seed: 11, numRuns: 300 };
const shape = fc.double({ min: 0.05, max: 2000, noNaN: true });
const inside = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });

/** Relative to the expectation. */
function expectNear(actual: number, expected: number, tolerance: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(tolerance * Math.abs(expected));
}

describe('special functions', () => {
  it('logGamma gives the logarithms of factorials', () => {
    let factorial = 1;
    for (let k = 1; k <= 20; k += 1) {
      factorial *= k;
      expect(logGamma(k + 1)).toBeCloseTo(Math.log(factorial), 12);
    }
  });

  it('the two incomplete gamma functions add up to one', () => {
    fc.assert(
      fc.property(shape, fc.double({ min: 0, max: 4000, noNaN: true }), (a, x) => {
        expect(lowerGamma(a, x) + upperGamma(a, x)).toBeCloseTo(1, 12);
      }),
      seeded,
    );
    expect([lowerGamma(3, 0), upperGamma(3, 0)]).toEqual([0, 1]);
  });

  it('the chi-square law of two degrees of freedom is exponential', () => {
    for (const x of [0, 0.1, 1, 5, 50, 700]) expectNear(chiSquareSf(x, 2), Math.exp(-x / 2), 1e-12);
  });

  it('chiSquareQuantile gives the printed 95 % points and inverts the tail', () => {
    const printed = [3.8415, 5.9915, 7.8147, 9.4877, 11.0705, 12.5916, 14.0671, 15.5073, 16.919, 18.307];
    expect(printed.map((_, k) => chiSquareQuantile(0.95, k + 1))).toEqual(
      printed.map((point) => expect.closeTo(point, 3)),
    );
    fc.assert(
      fc.property(inside, fc.integer({ min: 1, max: 200 }), (p, dof) => {
        expect(chiSquareSf(chiSquareQuantile(p, dof), dof)).toBeCloseTo(1 - p, 12);
      }),
      seeded,
    );
  });

  it('the beta law is symmetric and its quantile inverts it', () => {
    fc.assert(
      fc.property(shape, shape, fc.integer({ min: 1, max: 1023 }), (a, b, k) => {
        // Of these x the complement 1 - x is exact.
        expect(incompleteBeta(a, b, k / 1024)).toBeCloseTo(1 - incompleteBeta(b, a, 1 - k / 1024), 10);
      }),
      seeded,
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: 900 }), inside, (a, b, p) => {
        expect(incompleteBeta(a, b, betaQuantile(p, a, b))).toBeCloseTo(p, 10);
      }),
      seeded,
    );
    expect([incompleteBeta(2, 3, 0), incompleteBeta(2, 3, 1)]).toEqual([0, 1]);
  });

  it('the binomial tail adds up the chances of tossing a coin', () => {
    expect([0, 1, 2, 3, 4, 5].map((k) => binomialTail(k, { trials: 4, chance: 0.5 }) * 16)).toEqual(
      [16, 15, 11, 5, 1, 0].map((count) => expect.closeTo(count, 11)),
    );
    expect(binomialTail(1, { trials: 3, chance: 0 })).toBe(0);
    expect(binomialTail(3, { trials: 3, chance: 1 })).toBe(1);
  });

  it('the normal law keeps its digits far out and its quantile comes back', () => {
    // Abramowitz and Stegun, table 26.1 and 26.2.
    expectNear(normalSf(5), 2.866515719e-7, 1e-9);
    expectNear(normalSf(10), 7.619853024e-24, 1e-9);
    expect([normalSf(50), normalCdf(50)]).toEqual([0, 1]);
    fc.assert(
      fc.property(fc.double({ min: -37, max: 7, noNaN: true }), (x) => {
        expect(normalQuantile(normalCdf(x))).toBeCloseTo(x, 4);
      }),
      seeded,
    );
  });

  it('the Kolmogorov tail falls from one to zero without a step where its series change', () => {
    expect(kolmogorovSf(-1)).toBe(1);
    expect(kolmogorovSf(0)).toBe(1);
    expect(kolmogorovSf(1 - 1e-12)).toBeCloseTo(kolmogorovSf(1), 11);
    expect(kolmogorovSf(0.27)).toBeLessThan(1);
    expect(kolmogorovSf(30)).toBe(0);
  });

  it.each([
    ['logGamma of zero', () => logGamma(0)],
    ['logGamma of infinity', () => logGamma(Infinity)],
    ['upperGamma of a negative x', () => upperGamma(1, -1)],
    ['lowerGamma of NaN', () => lowerGamma(Number.NaN, 1)],
    ['chiSquareSf without degrees of freedom', () => chiSquareSf(1, 0)],
    ['chiSquareQuantile of one', () => chiSquareQuantile(1, 3)],
    ['incompleteBeta beyond one', () => incompleteBeta(1, 1, 1.1)],
    ['betaQuantile of zero', () => betaQuantile(0, 1, 1)],
    ['binomialTail of half a trial', () => binomialTail(1, { trials: 1.5, chance: 0.5 })],
    ['binomialTail of NaN', () => binomialTail(1, { trials: 2, chance: Number.NaN })],
    ['normalSf of infinity', () => normalSf(Infinity)],
    ['normalQuantile of NaN', () => normalQuantile(Number.NaN)],
    ['kolmogorovSf of NaN', () => kolmogorovSf(Number.NaN)],
  ])('refuse %s', (_, call) => {
    expect(call).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });
});
