// What logistic regression minimises: summed log-loss + |weights|^2 / (2 C), intercepts free, as scikit-learn defines it. Pure.
import { blocksOf, type LinearModel, linearScores, softmax } from './softmax.ts';

export interface LogisticProblem extends LinearModel {
  /** Row-major, rows x width, all finite; the last column is the constant 1. */
  readonly design: Float64Array;
  /** One class a row, 0..classes-1. */
  readonly targets: Int32Array;
  /** scikit-learn's C, above 0: larger = weaker penalty. */
  readonly inverseL2: number;
}

/** A point of the search: weights row by row (the last of each row is the intercept), with what was found there. */
export interface Point {
  readonly weights: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  /** rows x blocks: the probability of each class that has weights. */
  readonly probabilities: Float64Array;
}

/** Objective, gradient and probabilities at `weights`, in one pass over the rows. */
export function evaluate(problem: LogisticProblem, weights: Float64Array): Point {
  const { targets, classes } = problem;
  const blocks = blocksOf(classes);
  const gradient = new Float64Array(weights.length);
  const probabilities = new Float64Array(targets.length * blocks);
  const model = { ...problem, weights };
  const scores = new Float64Array(classes);
  let loss = 0;
  for (let row = 0; row < targets.length; row++) {
    const target = targets[row] ?? 0;
    linearScores(model, row * problem.width, scores);
    const own = scores[target] ?? 0;
    loss += softmax(scores) - own;
    for (let block = 0; block < blocks; block++) {
      probabilities[row * blocks + block] = scores[classes - blocks + block] ?? 0;
    }
    scores[target] = (scores[target] ?? 0) - 1;
    addResiduals(problem, { row, scores, blocks }, gradient);
  }
  return { weights, value: loss + addPenalty(problem, weights, gradient), gradient, probabilities };
}

interface Residuals {
  readonly row: number;
  /** Probability - truth, one a class. */
  readonly scores: Float64Array;
  readonly blocks: number;
}

function addResiduals(problem: LogisticProblem, residuals: Residuals, gradient: Float64Array): void {
  const { design, width, classes } = problem;
  const { row, scores, blocks } = residuals;
  const start = row * width;
  for (let block = 0, at = 0; block < blocks; block++) {
    const residual = scores[classes - blocks + block] ?? 0;
    for (let column = 0; column < width; column++, at++) {
      gradient[at] = (gradient[at] ?? 0) + residual * (design[start + column] ?? 0);
    }
  }
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
