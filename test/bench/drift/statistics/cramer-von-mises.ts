// The two-sample test of Cramer and von Mises, as Evidently and Frouros offer it (Anderson 1962), with mid-ranks. Pure.
import { type Step, stepsOf } from './ranks.ts';

export interface CramerVonMises {
  readonly statistic: number;
  /** From the law of the limit (Csorgo and Faraway 1996). */
  readonly pAsymptotic: number;
}

/** Both samples ascending, of two rows or more. */
export function cramerVonMises(reference: Float64Array, current: Float64Array): CramerVonMises {
  const [n, m] = [reference.length, current.length];
  const rows = n + m;
  const steps = stepsOf(reference, current);
  const sum = n * squares(steps, 0) + m * squares(steps, 1);
  const statistic = sum / (n * m * rows) - (4 * n * m - 1) / (6 * rows);
  const mean = (1 + 1 / rows) / 6;
  const variance =
    ((rows + 1) * (4 * n * m * rows - 3 * (n * n + m * m) - 2 * n * m)) / (45 * rows * rows * 4 * n * m);
  const limit = 1 / 6 + (statistic - mean) / Math.sqrt(45 * variance);
  return { statistic, pAsymptotic: limit < 0.003 ? 1 : Math.max(0, 1 - limitLaw(limit)) };
}

/** Sum of squared distances between the ranks of one sample's rows in the pool and in itself. */
function squares(steps: readonly Step[], side: 0 | 1): number {
  let sum = 0;
  for (const { below, equal } of steps) {
    const rank = below[0] + below[1] + (equal[0] + equal[1] + 1) / 2;
    for (let row = 1; row <= equal[side]; row++) sum += (rank - (below[side] + row)) ** 2;
  }
  return sum;
}

/** Distribution function of the limit: a series with Bessel's K of order 1/4 (Csorgo and Faraway 1996, equation 1.2). */
function limitLaw(x: number): number {
  let sum = 0;
  // Gamma(k + 1/2) / (Gamma(1/2) k!), from one term to the next.
  let coefficient = 1;
  // The larger x, the more terms: about 2 sqrt(37 x) of them matter.
  for (let k = 0; ; k++) {
    const odd = 4 * k + 1;
    const term = coefficient * Math.sqrt(odd) * dampedBessel((odd * odd) / (16 * x));
    sum += term;
    // Written so that NaN ends it.
    if (!(term >= 1e-16)) break;
    coefficient *= (k + 0.5) / (k + 1);
  }
  return sum / (Math.PI * Math.sqrt(x));
}

/** exp(-y) K of order 1/4 of y, from its integral (DLMF 10.32.9): the trapezoidal rule is exact to rounding here. */
function dampedBessel(y: number): number {
  const width = 1 / 64;
  let sum = Math.exp(-2 * y) / 2;
  for (let step = 1; step < 2_000; step++) {
    const t = step * width;
    const term = Math.exp(-y * (1 + Math.cosh(t))) * Math.cosh(t / 4);
    sum += term;
    if (term < 1e-18) break;
  }
  return sum * width;
}
