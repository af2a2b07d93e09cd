// Loss, gradient and probabilities of three or more classes (softmax), a run of rows at a time. Pure.
import { expNegative } from './exponential.ts';
import { eachRun, type PlacedProblem, type Run } from './workspace.ts';

/** Adds the gradient of the summed log-loss at the workspace's weights to its gradient and returns that loss. */
export function passOverMany(problem: PlacedProblem): number {
  const { targets, space } = problem;
  const { scores } = space;
  let loss = 0;
  eachRun(problem, (run) => {
    space.scoreRows(run.count);
    loss -= takeOwn(scores, targets, run);
    loss += softmaxRows(scores, run.count);
    subtractOwn(scores, targets, run);
    space.addRows(run.count);
  });
  return loss;
}

/** The sum of the scores of the rows' own classes. */
function takeOwn(scores: readonly Float64Array[], targets: Int32Array, { first, count }: Run): number {
  let sum = 0;
  for (let row = 0; row < count; row++) sum += scores[targets[first + row] as number]?.[row] as number;
  return sum;
}

/** Probabilities to residuals: 1 less for the row's own class. */
function subtractOwn(scores: readonly Float64Array[], targets: Int32Array, { first, count }: Run): void {
  for (let row = 0; row < count; row++) {
    const own = scores[targets[first + row] as number] as Float64Array;
    own[row] = (own[row] as number) - 1;
  }
}

/**
 * Turns scores (one array a class) into probabilities, in place, for the first `count` rows; returns the sum over rows of
 * log(sum(exp(score))). Exact at any size of the scores.
 */
export function softmaxRows(scores: readonly Float64Array[], count: number): number {
  let logs = 0;
  for (let row = 0; row < count; row++) {
    let top = Number.NEGATIVE_INFINITY;
    for (const own of scores) if ((own[row] as number) > top) top = own[row] as number;
    let sum = 0;
    for (const own of scores) {
      const share = expNegative(top - (own[row] as number));
      own[row] = share;
      sum += share;
    }
    const scale = 1 / sum;
    for (const own of scores) own[row] = (own[row] as number) * scale;
    logs += top + Math.log(sum);
  }
  return logs;
}
