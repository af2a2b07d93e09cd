// How far to go in a direction: a full step when it is good enough, else shorter ones. Pure.
import { evaluate, type Point } from './objective.ts';
import { dot, plus } from './vectors.ts';
import type { PlacedProblem } from './workspace.ts';

export interface Line {
  /** None when no length lowered the objective. */
  readonly point: Point | undefined;
  /** Passes over the rows it took. */
  readonly passes: number;
}

/** Lengths to try, and how many once the fall that is sought is below the round-off of the value. */
const trials = 30;
const hiddenTrials = 4;

/**
 * The first length tried, from 1 on, that lowers the objective as it should (Armijo). Where round-off hides the fall of the
 * value, that of the slope along the line still shows: the objective is convex, so half the slope is progress as well.
 * @param slope direction . gradient, below 0
 */
export function searchLine(
  problem: PlacedProblem,
  from: Point,
  { direction, slope }: { direction: Float64Array; slope: number },
): Line {
  let length = 1;
  for (let passes = 1; ; passes++) {
    const point = evaluate(problem, plus(from.weights, length, direction));
    const slopeThere = dot(direction, point.gradient);
    const lower = point.value <= from.value + 1e-4 * length * slope;
    const flatter = point.value <= from.value * (1 + 1e-10) && Math.abs(slopeThere) < 0.5 * -slope;
    if (lower || flatter) return { point, passes };
    const hidden = -slope * length < Number.EPSILON * from.value;
    if (passes >= (hidden ? hiddenTrials : trials)) return { point: undefined, passes };
    const secant = slopeThere > 0 ? slope / (slope - slopeThere) : 0.5;
    length *= Math.max(0.1, Math.min(0.5, secant));
  }
}
