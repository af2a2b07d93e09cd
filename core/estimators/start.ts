// Where the search begins: the optimum of a thin sample, or what the shares of the classes say if that is no better. Pure.
import { minimise } from './lbfgs.ts';
import { metricAt } from './metric.ts';
import { evaluate, type Point } from './objective.ts';
import { blocksOf } from './problem.ts';
import { sampleRows, thinned } from './sample.ts';
import type { PlacedProblem } from './workspace.ts';

/** Rows of the metric used on the sample, a column: it need not be good, since passes over a sample cost little. */
const metricRows = 15;

/** The squared decrement of the sample's optimum is about 1 a weight at the optimum of all rows: nearer is wasted. */
const decrementGoal = 0.01;

const passLimit = 30;

/** A point near the optimum. One pass over all rows (two when the sample misleads), some over the sample. */
export function startOf(problem: PlacedProblem): Point {
  const plain = plainWeights(problem);
  const sample = thinned(problem, sampleRows(problem));
  const rows = sample.targets.length;
  const few = thinned(sample, Math.max(300, metricRows * problem.width));
  const metric = metricAt(few, plain.weights, few.targets.length / rows);
  const goal = decrementGoal * plain.weights.length;
  const search = {
    problem: sample,
    metric,
    enough: ({ decrement }: { decrement: number }) => decrement <= goal,
  };
  const { point } = minimise({ ...search, passes: passLimit }, evaluate(sample, plain.weights));
  if (sample === problem) return point;
  const start = evaluate(problem, point.weights);
  return start.value <= plain.value ? start : evaluate(problem, plain.weights);
}

/** No features, and the intercepts that give each class its share of the rows; with the objective there. */
function plainWeights({ classes, width, targets }: PlacedProblem): {
  weights: Float64Array;
  value: number;
} {
  const counts = new Float64Array(classes);
  for (const target of targets) counts[target] = (counts[target] as number) + 1;
  const logs = counts.map(Math.log);
  const blocks = blocksOf(classes);
  const weights = new Float64Array(blocks * width);
  const origin = blocks === 1 ? (logs[0] as number) : 0;
  for (let block = 0; block < blocks; block++) {
    weights[(block + 1) * width - 1] = (logs[classes - blocks + block] as number) - origin;
  }
  const all = Math.log(targets.length);
  return { weights, value: logs.reduce((sum, log, at) => sum + (counts[at] as number) * (all - log), 0) };
}
