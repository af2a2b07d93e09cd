// L2-penalised logistic regression to the exact optimum, in six to ten passes over the rows however the columns are scaled. Pure.
import { minimise, type Progress } from './lbfgs.ts';
import { metricAt } from './metric.ts';
import type { LogisticProblem } from './problem.ts';
import { sampleRows, thinned } from './sample.ts';
import { startOf } from './start.ts';
import { largest, plus } from './vectors.ts';
import { placed } from './workspace.ts';

export interface Solution {
  /**
   * Row by row: one row for two classes (its score is the log-odds of class 1), else one a class (softmax scores).
   * The last weight of each row is the intercept.
   */
  readonly weights: Float64Array;
  /** Passes over all rows. */
  readonly iterations: number;
  /** False when the search ended before the gradient vanished: the weights are then the best found. */
  readonly converged: boolean;
}

/** Separable classes under next to no penalty need some 50, infinitely far outliers some 300. */
const passLimit = 400;

/** Largest gradient entry, a row, of a result that counts as the optimum: with more rows round-off alone is larger. */
const gradientGoal = 1e-7;

/** What may be left of the error of any weight, against the largest weight or 1. */
const weightGoal = 4e-9;

/** Squared Newton decrement above which the last step cannot be trusted, and below which no weight matters any more. */
const decrementGoal = { most: 1e-9, least: 1e-18 };

/**
 * Minimises sum log-loss + |weights|^2 / (2 C), intercepts free: scikit-learn's LogisticRegression(C). Its Newton solvers
 * (tol 1e-12) give the same weights; its default, lbfgs, stops up to 1e-3 away from them. The same input gives the same bits.
 *
 * A thin sample gives a start within the accuracy of the sample, and there the Hessian that L-BFGS on all rows takes as its
 * metric: each pass then brings a digit. Should it not, the next metric comes from more rows, nearer the optimum.
 * @param given finite design, two or more classes that all occur, C above 0
 */
export function solveLogistic(given: LogisticProblem): Solution {
  const problem = placed(given);
  const rows = problem.targets.length;
  const enough = (progress: Progress) => isEnough(progress, rows);
  let point = startOf(problem);
  let passes = 1;
  for (let size = sampleRows(problem); ; size *= 4) {
    const sample = thinned(problem, size);
    const metric = metricAt(sample, point.weights, sample.targets.length / rows);
    const found = minimise({ problem, metric, enough, passes: passLimit - passes }, point);
    point = found.point;
    passes += found.passes;
    if (found.end === 'slow') continue;
    const converged = largest(point.gradient) <= gradientGoal * rows;
    const weights = found.end === 'enough' ? plus(point.weights, 1, found.step) : point.weights;
    return { weights: centred(problem, weights), iterations: passes, converged };
  }
}

/** Whether the next step, taken without looking, leads to the optimum: steps shrink by about the same factor each time. */
function isEnough({ point, step, decrement, before }: Progress, rows: number): boolean {
  if (decrement > decrementGoal.most || largest(point.gradient) > gradientGoal * rows) return false;
  if (decrement <= decrementGoal.least) return true;
  const factor = Number.isFinite(before) ? Math.min(1, Math.sqrt(decrement / before)) : 1;
  return largest(step) * factor <= weightGoal * Math.max(1, largest(point.weights));
}

/** With weights for every class the intercepts may share any constant: the one with sum 0 is taken. */
function centred({ classes, width }: LogisticProblem, weights: Float64Array): Float64Array {
  if (classes === 2) return weights;
  const total = weights.reduce((sum, weight, at) => (at % width === width - 1 ? sum + weight : sum), 0);
  return weights.map((weight, at) => (at % width === width - 1 ? weight - total / classes : weight));
}
