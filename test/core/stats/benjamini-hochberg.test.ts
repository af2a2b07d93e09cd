import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { benjaminiHochberg } from '../../../core/stats/benjamini-hochberg.ts';

const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 });

describe('p-values adjusted for how many there are', () => {
  it('lie between the p-value and its Bonferroni bound, in the same order', () => {
    fc.assert(
      fc.property(shares, (pValues) => {
        const adjusted = benjaminiHochberg(pValues);
        adjusted.forEach((value, test) => {
          const p = pValues[test] ?? 0;
          expect(value).toBeGreaterThanOrEqual(p);
          expect(value).toBeLessThanOrEqual(Math.min(1, p * pValues.length) * (1 + 1e-12));
        });
        const order = [...pValues.keys()].sort((one, other) => (pValues[one] ?? 0) - (pValues[other] ?? 0));
        const ordered = order.map((test) => adjusted[test] ?? 0);
        expect([...ordered].sort((one, other) => one - other)).toEqual(ordered);
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it('of no test are none, and of one test are its own', () => {
    expect(benjaminiHochberg([])).toEqual([]);
    expect(benjaminiHochberg([0.03])).toEqual([0.03]);
  });

  it('refuses what is no p-value', () => {
    const wrong = expect.objectContaining({ code: 'invalid_input' });
    expect(() => benjaminiHochberg([0.5, Number.NaN])).toThrow(wrong);
    expect(() => benjaminiHochberg([1.1])).toThrow(wrong);
  });
});
