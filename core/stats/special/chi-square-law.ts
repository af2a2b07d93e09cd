// Tail and quantile of the chi-square law. Pure.
import { requireDomain } from './domain.ts';
import { lowerGamma, upperGamma } from './incomplete-gamma.ts';
import { increasingRoot } from './increasing-root.ts';
import { logGamma } from './log-gamma.ts';

/** P(X >= x) for `dof` > 0 degrees of freedom and x >= 0. Throws `invalid_input`. */
export function chiSquareSf(x: number, dof: number): number {
  return upperGamma(dof / 2, x / 2);
}

function density(x: number, dof: number): number {
  const half = dof / 2;
  return Math.exp((half - 1) * Math.log(x) - x / 2 - half * Math.LN2 - logGamma(half));
}

/** x where P(X <= x) = p, for 0 < p < 1 and `dof` > 0. Throws `invalid_input`. */
export function chiSquareQuantile(p: number, dof: number): number {
  requireDomain(p > 0 && p < 1, 'a quantile needs 0 < p < 1');
  requireDomain(dof > 0 && dof < Infinity, 'the chi-square law needs finite degrees of freedom > 0');
  let high = 2 * dof + 20;
  while (chiSquareSf(high, dof) > 1 - p) high *= 2;
  // The smaller tail carries the digits: 1 - p is exact for p >= 1/2.
  const value = (x: number) =>
    p < 0.5 ? lowerGamma(dof / 2, x / 2) - p : 1 - p - upperGamma(dof / 2, x / 2);
  return increasingRoot({ value, slope: (x) => density(x, dof) }, { low: 0, high, start: dof });
}
