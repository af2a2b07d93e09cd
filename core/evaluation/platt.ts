// Platt scaling: a sigmoid from a model's score to a probability, for too few rows for a free curve. Pure.
import { requireDomain } from '../stats/special/domain.ts';
import { pairedSizes } from './paired-rows.ts';

/** Probability 1 / (1 + exp(-(slope x + intercept))). Plain JSON. */
export interface Platt {
  readonly slope: number;
  readonly intercept: number;
}

/** Constants of Lin, Lin and Weng's pseudo code. */
const mostSteps = 100;
const smallestStep = 1e-10;
const ridge = 1e-12;
const sufficientDecrease = 1e-4;
/** Theirs is 1e-5: two more steps of Newton's method buy all digits. */
const gradientGoal = 1e-10;

interface Rows {
  readonly x: ArrayLike<number>;
  /** What each row should get: not 0 and 1, which a separable sample would chase to infinity. */
  readonly targets: Float64Array;
}

/**
 * The sigmoid of highest likelihood (Platt 1999) for `x` finite and `hits` of 0 and 1, the hits counting as
 * (N1 + 1) / (N1 + 2) and the misses as 1 / (N0 + 2); by Newton's method with backtracking (Lin, Lin and Weng 2007).
 * At least one row. Throws `invalid_input`.
 */
export function fitPlatt(x: ArrayLike<number>, hits: ArrayLike<number>): Platt {
  const { n } = pairedSizes(x, hits);
  requireDomain(n > 0, 'Platt scaling needs at least one row');
  requireDomain(Array.from(x).every(Number.isFinite), 'Platt scaling needs finite scores');
  const labels = Float64Array.from(hits);
  const ones = labels.filter((hit) => hit === 1).length;
  requireDomain(
    labels.every((hit) => hit === 0 || hit === 1),
    'a hit is 0 or 1',
  );
  const targets = labels.map((hit) => (hit === 1 ? (ones + 1) / (ones + 2) : 1 / (n - ones + 2)));
  const rows = { x, targets };
  let point: Platt = { slope: 0, intercept: Math.log((ones + 1) / (n - ones + 1)) };
  let loss = lossAt(rows, point);
  for (let step = 0; step < mostSteps; step += 1) {
    const direction = newtonDirection(rows, point);
    if (direction === null) break;
    const next = shortened(rows, { point, loss, direction });
    if (next === null) break;
    ({ point, loss } = next);
  }
  return point;
}

/** The probability of a hit at x, in [0, 1]. NaN stays NaN. */
export function plattAt({ slope, intercept }: Platt, x: number): number {
  return 1 / (1 + Math.exp(-(slope * x + intercept)));
}

/** Summed cross entropy, written so that neither exponential overflows. */
function lossAt({ x, targets }: Rows, { slope, intercept }: Platt): number {
  let loss = 0;
  for (let row = 0; row < targets.length; row += 1) {
    const score = slope * (x[row] as number) + intercept;
    const target = targets[row] as number;
    loss += Math.max(score, 0) - target * score + Math.log1p(Math.exp(-Math.abs(score)));
  }
  return loss;
}

interface Direction {
  readonly slope: number;
  readonly intercept: number;
  /** Gradient times direction, negative. */
  readonly descent: number;
}

/** null at the optimum. */
function newtonDirection({ x, targets }: Rows, point: Platt): Direction | null {
  let [bySlope, byIntercept] = [0, 0];
  let [h11, h12, h22] = [ridge, 0, ridge];
  for (let row = 0; row < targets.length; row += 1) {
    const at = x[row] as number;
    const p = plattAt(point, at);
    const residual = p - (targets[row] as number);
    const curvature = p * (1 - p);
    bySlope += residual * at;
    byIntercept += residual;
    h11 += curvature * at * at;
    h12 += curvature * at;
    h22 += curvature;
  }
  if (Math.max(Math.abs(bySlope), Math.abs(byIntercept)) < gradientGoal) return null;
  const determinant = h11 * h22 - h12 * h12;
  const slope = (h12 * byIntercept - h22 * bySlope) / determinant;
  const intercept = (h12 * bySlope - h11 * byIntercept) / determinant;
  return { slope, intercept, descent: bySlope * slope + byIntercept * intercept };
}

/** The longest step, halved until the loss falls enough; null when none does. */
function shortened(
  rows: Rows,
  { point, loss, direction }: { point: Platt; loss: number; direction: Direction },
): { point: Platt; loss: number } | null {
  for (let size = 1; size >= smallestStep; size /= 2) {
    const next = {
      slope: point.slope + size * direction.slope,
      intercept: point.intercept + size * direction.intercept,
    };
    const found = lossAt(rows, next);
    if (found < loss + sufficientDecrease * size * direction.descent) return { point: next, loss: found };
  }
  return null;
}
