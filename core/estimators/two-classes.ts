// Loss, gradient and curvature of two classes, a run of rows at a time and nothing kept of a row. Pure.
import { expNegative } from './exponential.ts';
import type { LogisticProblem } from './problem.ts';
import { addRows, eachRun, rowsAtATime, scoreRows } from './rows.ts';

/** Adds the gradient of the summed log-loss at `weights` to `gradient` and returns that loss. */
export function passOverTwo(problem: LogisticProblem, weights: Float64Array, gradient: Float64Array): number {
  const { design, width, targets } = problem;
  const residuals = new Float64Array(rowsAtATime(width));
  let loss = 0;
  eachRun({ design, width, rows: targets.length }, (run) => {
    scoreRows(run, weights, residuals);
    loss += toResiduals(residuals, targets.subarray(run.first, run.first + run.count));
    addRows(run, residuals, gradient);
  });
  return loss;
}

/**
 * Turns log-odds into probability - target, in place, and returns the summed log-loss. Of log(1 + e^-|z|) the sum is the
 * logarithm of a product: at most 2^256 for the rows of a run.
 */
function toResiduals(scores: Float64Array, targets: Int32Array): number {
  let loss = 0;
  let product = 1;
  for (let row = 0; row < targets.length; row++) {
    const score = scores[row] as number;
    const target = targets[row] as number;
    const rest = expNegative(Math.abs(score));
    const likelier = 1 / (1 + rest);
    product *= 1 + rest;
    loss += (score > 0 ? score : 0) - target * score;
    scores[row] = (score > 0 ? likelier : rest * likelier) - target;
  }
  return loss + Math.log(product);
}

/** Turns the log-odds of the first `count` rows into p (1 - p), the second derivative of a row's loss by its score. */
export function toCurvatureOfTwo(scores: Float64Array, count: number): void {
  for (let row = 0; row < count; row++) {
    const rest = expNegative(Math.abs(scores[row] as number));
    scores[row] = rest / ((1 + rest) * (1 + rest));
  }
}
