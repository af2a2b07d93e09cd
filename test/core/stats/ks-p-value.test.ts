import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ksPAsymptotic, ksPExact, ksPValue } from '../../../core/stats/ks-p-value.ts';

/** Share of all orders of n and m rows whose statistic reaches the given one, counted one by one. */
function byEnumeration(statistic: number, n: number, m: number): number {
  let all = 0;
  let reached = 0;
  const walk = (i: number, j: number, largest: number): void => {
    const gap = Math.max(largest, Math.abs(i * m - j * n));
    if (i === n && j === m) {
      all += 1;
      if (gap >= Math.round(statistic * n * m)) reached += 1;
      return;
    }
    if (i < n) walk(i + 1, j, gap);
    if (j < m) walk(i, j + 1, gap);
  };
  walk(0, 0, 0);
  return reached / all;
}

describe('the p-value of the Kolmogorov-Smirnov statistic', () => {
  it('equals the enumeration of all orders of small samples', () => {
    const sizes = fc.integer({ min: 1, max: 7 });
    fc.assert(
      fc.property(sizes, sizes, fc.nat(49), (n, m, gap) => {
        const statistic = Math.min(gap, n * m) / (n * m);
        expect(ksPExact(statistic, { n, m })).toBeCloseTo(byEnumeration(statistic, n, m), 12);
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it('does not depend on which sample is the reference', () => {
    expect(ksPValue(0.3, { n: 20, m: 50 })).toBe(ksPValue(0.3, { n: 50, m: 20 }));
  });

  it('is exact up to four million lattice points and asymptotic beyond', () => {
    const small = { n: 2000, m: 2000 };
    const large = { n: 2000, m: 2001 };
    expect(ksPValue(0.04, small)).toBe(ksPExact(0.04, small));
    expect(ksPValue(0.04, small)).not.toBe(ksPAsymptotic(0.04, small));
    expect(ksPValue(0.04, large)).toBe(ksPAsymptotic(0.04, large));
    expect(ksPValue(0.04, small)).toBeCloseTo(ksPAsymptotic(0.04, small), 2);
  });

  it('is asymptotic where the exact one would lose its digits', () => {
    const sizes = { n: 100, m: 100 };
    expect(ksPAsymptotic(0.41, sizes)).toBeGreaterThan(1e-8);
    expect(ksPValue(0.41, sizes)).toBe(ksPExact(0.41, sizes));
    expect(ksPAsymptotic(0.45, sizes)).toBeLessThan(1e-8);
    expect(ksPValue(0.45, sizes)).toBe(ksPAsymptotic(0.45, sizes));
  });

  it('refuses what is not a statistic of two samples', () => {
    const wrong = expect.objectContaining({ code: 'invalid_input' });
    expect(() => ksPValue(Number.NaN, { n: 5, m: 5 })).toThrow(wrong);
    expect(() => ksPValue(1.1, { n: 5, m: 5 })).toThrow(wrong);
    expect(() => ksPValue(0.5, { n: 0, m: 5 })).toThrow(wrong);
  });
});
