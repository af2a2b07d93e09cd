// Limited-memory BFGS in a given metric (Nocedal & Wright 2006, algorithm 7.4, with the metric as H0). Pure.
import { searchLine } from './line-search.ts';
import type { Metric } from './metric.ts';
import type { Point } from './objective.ts';
import { addScaled, dot, plus } from './vectors.ts';
import type { PlacedProblem } from './workspace.ts';

/** Where a search stands, for its caller to say whether that will do. */
export interface Progress {
  readonly point: Point;
  /** The step about to be taken: an estimate of what is still wrong with the weights. */
  readonly step: Float64Array;
  /** Gradient x inverse Hessian x gradient: about twice what the objective is above its least. */
  readonly decrement: number;
  /** The decrement one step before; Infinity at the start. */
  readonly before: number;
}

export interface Search {
  readonly problem: PlacedProblem;
  readonly metric: Metric;
  readonly enough: (progress: Progress) => boolean;
  /** Passes over the rows after which it ends in any case, give or take a line search. */
  readonly passes: number;
}

export interface Found {
  readonly point: Point;
  /** `slow`: the metric does not fit any more; `floor`: round-off hides any further fall. */
  readonly end: 'enough' | 'slow' | 'floor' | 'passes';
  /** The step that would have come next. */
  readonly step: Float64Array;
  /** Passes over the rows it took. */
  readonly passes: number;
}

/** A step taken and the change of the gradient over it. */
interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  /** step . change */
  readonly curvature: number;
}

/** Pairs that are remembered. */
const memory = 12;

/** Passes in which the decrement must fall to a hundredth: a metric that fits brings that in one or two. */
const patience = 10;

/** Goes downhill from `start` until it is `enough` or gets no further. */
export function minimise({ problem, metric, enough, passes: limit }: Search, start: Point): Found {
  const pairs: Pair[] = [];
  let point = start;
  let passes = 0;
  let before = Number.POSITIVE_INFINITY;
  let mark = { decrement: Number.POSITIVE_INFINITY, passes: 0 };
  for (;;) {
    const step = nextStep(metric, pairs, point.gradient);
    const decrement = -dot(step, point.gradient);
    if (decrement * 100 < mark.decrement) mark = { decrement, passes };
    const result = { point, step, passes };
    if (enough({ point, step, decrement, before })) return { ...result, end: 'enough' };
    if (passes >= limit) return { ...result, end: 'passes' };
    if (passes - mark.passes >= patience) return { ...result, end: 'slow' };
    const line = searchLine(problem, point, { direction: step, slope: -decrement });
    passes += line.passes;
    if (line.point === undefined) {
      if (pairs.length === 0) return { ...result, passes, end: 'floor' };
      pairs.length = 0;
      continue;
    }
    remember(pairs, point, line.point);
    point = line.point;
    before = decrement;
  }
}

function remember(pairs: Pair[], from: Point, to: Point): void {
  const step = plus(to.weights, -1, from.weights);
  const change = plus(to.gradient, -1, from.gradient);
  const curvature = dot(step, change);
  // The objective is convex: a curvature that is not above 0 is round-off.
  if (!(curvature > 0)) return;
  pairs.push({ step, change, curvature });
  if (pairs.length > memory) pairs.shift();
}

/** - (approximate inverse Hessian) x gradient, by the two-loop recursion. */
function nextStep(metric: Metric, pairs: readonly Pair[], gradient: Float64Array): Float64Array {
  const vector = gradient.map((slope) => -slope);
  const shares = new Float64Array(pairs.length);
  for (let at = pairs.length - 1; at >= 0; at--) {
    const { step, change, curvature } = pairs[at] as Pair;
    shares[at] = dot(step, vector) / curvature;
    addScaled(vector, -(shares[at] as number), change);
  }
  const direction = metric(vector);
  pairs.forEach(({ step, change, curvature }, at) => {
    addScaled(direction, (shares[at] as number) - dot(change, direction) / curvature, step);
  });
  return direction;
}
