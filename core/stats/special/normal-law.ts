// Distribution function, tail and quantile of the standard normal law. Pure.
import { requireDomain } from './domain.ts';
import { upperGamma } from './incomplete-gamma.ts';
import { increasingRoot } from './increasing-root.ts';

/** Past this point the tail is zero in double precision. */
const FARTHEST = 40;

/** P(Z >= x) for finite x, accurate far into the tail. Throws `invalid_input`. */
export function normalSf(x: number): number {
  requireDomain(Number.isFinite(x), 'the normal law needs a finite x');
  if (Math.abs(x) > FARTHEST) return x > 0 ? 0 : 1;
  const tail = upperGamma(0.5, (x * x) / 2) / 2;
  return x >= 0 ? tail : 1 - tail;
}

/** P(Z <= x) for finite x, accurate far into the lower tail. Throws `invalid_input`. */
export function normalCdf(x: number): number {
  return normalSf(-x);
}

function density(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** x where P(Z <= x) = p, for 0 < p < 1. Throws `invalid_input`. */
export function normalQuantile(p: number): number {
  requireDomain(p > 0 && p < 1, 'a quantile needs 0 < p < 1');
  if (p === 0.5) return 0;
  const tail = Math.min(p, 1 - p);
  // The logarithm of the tail is concave: Newton overshoots once and then converges from one side.
  const value = (x: number) => Math.log(tail) - Math.log(normalSf(x));
  const slope = (x: number) => density(x) / normalSf(x);
  const root = increasingRoot({ value, slope }, { low: 0, high: FARTHEST, start: 0 });
  return p < 0.5 ? -root : root;
}
