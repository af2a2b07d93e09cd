import { describe, expect, it } from 'vitest';
import { expNegative } from '../../../core/estimators/exponential.ts';

describe('expNegative', () => {
  it('is within 3e-16 of e^-x for every x', () => {
    let most = 0;
    for (let x = 0; x < 60; x += 0.000_731) most = Math.max(most, Math.abs(expNegative(x) - Math.exp(-x)));
    expect(most).toBeLessThan(3e-16);
  });

  it('keeps twelve digits far out', () => {
    for (const x of [40, 100, 300, 700]) expect(expNegative(x) / Math.exp(-x)).toBeCloseTo(1, 12);
  });

  it('is 1 at 0 and above 0 at any size', () => {
    expect(expNegative(0)).toBe(1);
    expect(expNegative(1e9)).toBeGreaterThan(0);
    expect(expNegative(1e300)).toBeLessThan(1e-300);
    expect(expNegative(Number.POSITIVE_INFINITY)).toBeGreaterThan(0);
  });
});
