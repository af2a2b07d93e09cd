// Loss, gradient and curvature of two classes, a run of rows at a time and nothing kept of a row. Pure.
import { expNegative } from './exponential.ts';
import { eachRun, type PlacedProblem } from './workspace.ts';

/** Adds the gradient of the summed log-loss at the workspace's weights to its gradient and returns that loss. */
export function passOverTwo(problem: PlacedProblem): number {
  const { targets, space } = problem;
  let loss = 0;
  eachRun(problem, ({ first, count }) => {
    loss += space.passOverTwo(targets.subarray(first, first + count));
  });
  return loss;
}

/** Turns the log-odds of the first `count` rows into p (1 - p), the second derivative of a row's loss by its score. */
export function toCurvatureOfTwo(scores: Float64Array, count: number): void {
  for (let row = 0; row < count; row++) {
    const rest = expNegative(Math.abs(scores[row] as number));
    scores[row] = rest / ((1 + rest) * (1 + rest));
  }
}
