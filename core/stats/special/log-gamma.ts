// The logarithm of the gamma function. Pure.
import { requireDomain } from './domain.ts';

const HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2;

/** Bernoulli terms B(2k) / (2k (2k - 1)) of Stirling's series. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156];

/** From here on the first term left out of the series is below the rounding of a double. */
const SERIES_FROM = 10;

function stirling(x: number): number {
  const step = 1 / (x * x);
  let power = 1 / x;
  let correction = 0;
  for (const coefficient of STIRLING) {
    correction += coefficient * power;
    power *= step;
  }
  return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + correction;
}

/** ln Gamma(x) for finite x > 0; small arguments are lifted by Gamma(x + 1) = x Gamma(x). Throws `invalid_input`. */
export function logGamma(x: number): number {
  requireDomain(x > 0 && x < Infinity, 'logGamma needs a finite x > 0');
  let lifted = x;
  let product = 1;
  while (lifted < SERIES_FROM) {
    product *= lifted;
    lifted += 1;
  }
  return stirling(lifted) - Math.log(product);
}
