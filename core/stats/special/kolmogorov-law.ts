// The tail of Kolmogorov's limit law. Pure.
import { requireDomain } from './domain.ts';

/** Below this point the tail differs from one by less than a double can show. */
const CERTAIN_BELOW = 0.04;

/** Jacobi's form of the series: for x < 1 three terms already reach full precision. */
function bodyTail(x: number): number {
  let sum = 0;
  for (let k = 1; k <= 7; k += 2) sum += Math.exp((-k * k * Math.PI * Math.PI) / (8 * x * x));
  return 1 - (Math.sqrt(2 * Math.PI) / x) * sum;
}

function farTail(x: number): number {
  let sum = 0;
  for (let k = 5; k >= 1; k -= 1) sum = Math.exp(-2 * k * k * x * x) - sum;
  return 2 * sum;
}

/** P(sup |Brownian bridge| >= x) for finite x (Kolmogorov 1933). Throws `invalid_input`. */
export function kolmogorovSf(x: number): number {
  requireDomain(Number.isFinite(x), 'the Kolmogorov law needs a finite x');
  if (x < CERTAIN_BELOW) return 1;
  return x < 1 ? bodyTail(x) : farTail(x);
}
