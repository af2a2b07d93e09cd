// L2-penalised logistic regression to the exact optimum, by Newton's method with step halving. Pure.
import { dot, newtonDirection } from './direction.ts';
import { evaluate, type LogisticProblem, type Point } from './objective.ts';
import { blocksOf } from './softmax.ts';

export interface Solution {
  /**
   * Row by row: one row for two classes (its score is the log-odds of class 1), else one a class (softmax scores).
   * The last weight of each row is the intercept.
   */
  readonly weights: Float64Array;
  readonly iterations: number;
  /** False when steps ran out before the gradient vanished: the weights are then the best found. */
  readonly converged: boolean;
}

/** Penalised problems need 4 to 12 and separable ones with a weak penalty about 30. */
const iterationLimit = 100;

/** Squared Newton decrement after which one more step, already taken, reaches round-off: the step squares the error. */
const decrementGoal = 1e-12;

/** Largest gradient entry, a row, of a result that counts as the optimum. */
const gradientGoal = 1e-7;

/** Steps shorter than 2^-30 of Newton's only occur below round-off. */
const halvingLimit = 30;

/**
 * Minimises sum log-loss + |weights|^2 / (2 C), intercepts free: scikit-learn's LogisticRegression(C). Its Newton solvers
 * (tol 1e-12) give the same weights; its default, lbfgs, stops up to 1e-5 away from them.
 * @param problem finite design, two or more classes that all occur, C above 0
 */
export function solveLogistic(problem: LogisticProblem): Solution {
  let point = evaluate(problem, new Float64Array(blocksOf(problem.classes) * problem.width));
  let iterations = 0;
  while (iterations < iterationLimit) {
    const direction = newtonDirection(problem, point);
    const slope = dot(direction, point.gradient);
    const next = slope < 0 ? downhill(problem, point, { direction, slope }) : undefined;
    if (next === undefined) break;
    point = next;
    iterations++;
    if (-slope <= decrementGoal) break;
  }
  const steepest = point.gradient.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
  return {
    weights: centred(problem, point.weights),
    iterations,
    converged: steepest <= gradientGoal * problem.targets.length,
  };
}

/** With weights for every class the intercepts may share any constant: the one with sum 0 is taken. */
function centred({ classes, width }: LogisticProblem, weights: Float64Array): Float64Array {
  if (classes === 2) return weights;
  const total = weights.reduce((sum, weight, at) => (at % width === width - 1 ? sum + weight : sum), 0);
  return weights.map((weight, at) => (at % width === width - 1 ? weight - total / classes : weight));
}

/** The first of the steps 1, 1/2, 1/4, ... that lowers the objective enough (Armijo), or raises it by round-off at most. */
function downhill(
  problem: LogisticProblem,
  from: Point,
  { direction, slope }: { direction: Float64Array; slope: number },
): Point | undefined {
  const roundOff = 1e-13 * from.value;
  for (let halvings = 0, length = 1; halvings <= halvingLimit; halvings++, length /= 2) {
    const step = length;
    const to = evaluate(
      problem,
      from.weights.map((weight, at) => weight + step * (direction[at] ?? 0)),
    );
    if (to.value <= from.value + 1e-4 * step * slope + roundOff) return to;
  }
  return undefined;
}
