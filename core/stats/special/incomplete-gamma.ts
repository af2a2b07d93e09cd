// The regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 - P(a, x). Pure.
import { requireDomain } from './domain.ts';
import { logGamma } from './log-gamma.ts';

/** Enough for shapes of ten million; both expansions need about the square root of the shape. */
const MAX_TERMS = 100_000;
const TINY = 1e-300;

/** x^a e^-x / Gamma(a), the factor both expansions share. */
function prefactor(a: number, x: number): number {
  return Math.exp(a * Math.log(x) - x - logGamma(a));
}

function lowerBySeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let k = 1; k < MAX_TERMS && term > sum * Number.EPSILON * 0.25; k += 1) {
    term *= x / (a + k);
    sum += term;
  }
  return Math.min(1, sum * prefactor(a, x));
}

/** Legendre's continued fraction, evaluated by the modified Lentz method. */
function upperByFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k < MAX_TERMS; k += 1) {
    const numerator = k * (a - k);
    b += 2;
    d = 1 / (numerator * d + b || TINY);
    c = b + numerator / c || TINY;
    const factor = c * d;
    fraction *= factor;
    if (Math.abs(factor - 1) <= Number.EPSILON) break;
  }
  return Math.min(1, fraction * prefactor(a, x));
}

/** Each side takes the expansion that converges there; the other tail follows without cancellation. */
function seriesConverges(a: number, x: number): boolean {
  return x < a + 1;
}

function check(a: number, x: number): void {
  requireDomain(a > 0 && a < Infinity, 'the incomplete gamma function needs a finite shape > 0');
  requireDomain(x >= 0 && x < Infinity, 'the incomplete gamma function needs a finite x >= 0');
}

/** P(a, x), the share of the gamma law with shape a below x: a > 0, x >= 0, in [0, 1]. Throws `invalid_input`. */
export function lowerGamma(a: number, x: number): number {
  check(a, x);
  if (x === 0) return 0;
  return seriesConverges(a, x) ? lowerBySeries(a, x) : 1 - upperByFraction(a, x);
}

/** Q(a, x) = 1 - P(a, x), accurate far into the tail: a > 0, x >= 0, in [0, 1]. Throws `invalid_input`. */
export function upperGamma(a: number, x: number): number {
  check(a, x);
  if (x === 0) return 1;
  return seriesConverges(a, x) ? 1 - lowerBySeries(a, x) : upperByFraction(a, x);
}
