// What logistic regression minimises: summed log-loss + |weights|^2 / (2 C), intercepts free, as scikit-learn defines it. Pure.
import { passOverMany } from './many-classes.ts';
import type { LogisticProblem } from './problem.ts';
import { passOverTwo } from './two-classes.ts';
import type { PlacedProblem } from './workspace.ts';

/** A point of the search: weights row by row (the last of each row is the intercept), with what was found there. */
export interface Point {
  readonly weights: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

/** Objective and gradient at `weights`, in one pass over the rows. */
export function evaluate(problem: PlacedProblem, weights: Float64Array): Point {
  const { classes, space } = problem;
  space.weights.set(weights);
  space.gradient.fill(0);
  const loss = classes === 2 ? passOverTwo(problem) : passOverMany(problem);
  const gradient = space.gradient.slice();
  return { weights, value: loss + addPenalty(problem, weights, gradient), gradient };
}

/** Adds the penalty's gradient and returns its value. */
function addPenalty(problem: LogisticProblem, weights: Float64Array, gradient: Float64Array): number {
  const { width, inverseL2 } = problem;
  let squares = 0;
  for (let at = 0; at < weights.length; at++) {
    if (at % width === width - 1) continue;
    const weight = weights[at] ?? 0;
    squares += weight * weight;
    gradient[at] = (gradient[at] ?? 0) + weight / inverseL2;
  }
  return squares / (2 * inverseL2);
}
