// The regularised incomplete beta function and its inverse. Pure.
import { requireDomain } from './domain.ts';
import { increasingRoot } from './increasing-root.ts';
import { logGamma } from './log-gamma.ts';

/** The fraction needs about the square root of the larger shape. */
const MAX_TERMS = 100_000;
const TINY = 1e-300;

/** ln of x^a (1 - x)^b / B(a, b). */
function logKernel(a: number, b: number, x: number): number {
  return a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b);
}

/** Coefficient number k >= 1 of Gauss's continued fraction for I_x(a, b). */
function coefficient(k: number, { a, b, x }: { a: number; b: number; x: number }): number {
  const half = Math.floor(k / 2);
  if (k % 2 === 0) return (half * (b - half) * x) / ((a + k - 1) * (a + k));
  return (-(a + half) * (a + b + half) * x) / ((a + k - 1) * (a + k));
}

/** Modified Lentz on the fraction's reciprocal; converges fast for x below the mean (a + 1) / (a + b + 2). */
function byFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 0;
  let reciprocal = 1;
  for (let k = 1; k < MAX_TERMS; k += 1) {
    const numerator = coefficient(k, { a, b, x });
    d = 1 / (1 + numerator * d || TINY);
    c = 1 + numerator / c || TINY;
    reciprocal *= c * d;
    if (Math.abs(c * d - 1) <= Number.EPSILON) break;
  }
  return Math.exp(logKernel(a, b, x)) / (a * reciprocal);
}

function checkShapes(a: number, b: number): void {
  requireDomain(a > 0 && a < Infinity && b > 0 && b < Infinity, 'the beta law needs finite shapes > 0');
}

/** I_x(a, b), the share of the beta law below x: a, b > 0, 0 <= x <= 1, in [0, 1]. Throws `invalid_input`. */
export function incompleteBeta(a: number, b: number, x: number): number {
  checkShapes(a, b);
  requireDomain(x >= 0 && x <= 1, 'the incomplete beta function needs 0 <= x <= 1');
  if (x === 0 || x === 1) return x;
  const share = x < (a + 1) / (a + b + 2) ? byFraction(a, b, x) : 1 - byFraction(b, a, 1 - x);
  return Math.min(1, Math.max(0, share));
}

/** x where I_x(a, b) = p, for 0 < p < 1 and a, b > 0. Throws `invalid_input`. */
export function betaQuantile(p: number, a: number, b: number): number {
  checkShapes(a, b);
  requireDomain(p > 0 && p < 1, 'a quantile needs 0 < p < 1');
  const value = (x: number) => incompleteBeta(a, b, x) - p;
  const slope = (x: number) => Math.exp(logKernel(a, b, x)) / (x * (1 - x));
  return increasingRoot({ value, slope }, { low: 0, high: 1, start: a / (a + b) });
}
