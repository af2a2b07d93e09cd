import { describe, expect, it } from 'vitest';
import { logAddExp, logMeanExp, logWeightedSum } from '../../../core/stats/log-sums.ts';

const nothing = -Infinity;

describe('sums of logarithms', () => {
  it('add small numbers as plain ones', () => {
    expect(logAddExp(Math.log(2), Math.log(3))).toBeCloseTo(Math.log(5), 14);
    expect(logMeanExp([0, Math.log(3)])).toBeCloseTo(Math.log(2), 14);
    expect(logWeightedSum([Math.log(2), Math.log(10)], [0.25, 0.75])).toBeCloseTo(Math.log(8), 14);
  });

  it('add numbers no double could hold', () => {
    expect(logAddExp(1000, 1000)).toBeCloseTo(1000 + Math.LN2, 10);
    expect(logMeanExp([-2000, -2000])).toBe(-2000);
    expect(logWeightedSum([5000, 10], [1, 1])).toBe(5000);
  });

  it('take minus infinity for zero', () => {
    expect(logAddExp(nothing, nothing)).toBe(nothing);
    expect(logAddExp(nothing, 3)).toBe(3);
    expect(logMeanExp([nothing, 0])).toBeCloseTo(-Math.LN2, 14);
    expect(logMeanExp([nothing, nothing])).toBe(nothing);
    expect(logMeanExp([])).toBe(nothing);
    expect(logWeightedSum([nothing, 2], [1, 1])).toBe(2);
    expect(logWeightedSum([nothing], [1])).toBe(nothing);
  });

  it('leave out what has no weight', () => {
    expect(logWeightedSum([9000, 1], [0, 1])).toBe(1);
  });
});
