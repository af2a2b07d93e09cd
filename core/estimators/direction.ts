// The Newton direction: by Cholesky while the Hessian is small, by conjugate gradients beyond. Pure.
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { hessian, hessianDiagonal, hessianTimes } from './curvature.ts';
import type { LogisticProblem, Point } from './objective.ts';

/**
 * Weights up to which the Hessian is formed: exact even where columns are unscaled. Beyond, its rows x size^2 operations
 * cost seconds, while conjugate gradients need only some ten passes a step on standardised columns.
 */
const directLimit = 128;

/** Solves Hessian x direction = -gradient at `point`. */
export function newtonDirection(problem: LogisticProblem, point: Point): Float64Array {
  return point.weights.length <= directLimit
    ? byCholesky(problem, point)
    : byConjugateGradients(problem, point);
}

/** Badly scaled data can round the smallest eigenvalues to below 0: then the diagonal grows until they are above. */
function byCholesky(problem: LogisticProblem, point: Point): Float64Array {
  const size = point.weights.length;
  const matrix = Matrix.from1DArray(size, size, hessian(problem, point));
  const downhill = Matrix.columnVector(point.gradient.map((slope) => -slope));
  for (let damping = 1e-14; damping < 1; damping *= 100) {
    const factor = new CholeskyDecomposition(matrix);
    if (factor.isPositiveDefinite()) return Float64Array.from(factor.solve(downhill).to1DArray());
    for (let at = 0; at < size; at++) matrix.set(at, at, matrix.get(at, at) * (1 + damping));
  }
  return point.gradient.map((slope) => -slope);
}

/**
 * Truncated Newton (Nocedal & Wright 2006, algorithm 7.1) with the diagonal as preconditioner: solves ever more exactly
 * as the gradient falls, which keeps Newton's convergence faster than linear.
 */
function byConjugateGradients(problem: LogisticProblem, point: Point): Float64Array {
  const diagonal = hessianDiagonal(problem, point);
  const direction = new Float64Array(diagonal.length);
  const residual = point.gradient.map((slope) => -slope);
  let scaled = residual.map((value, at) => value / (diagonal[at] ?? 1));
  let power = dot(residual, scaled);
  const goal = power * Math.min(0.01, power / problem.targets.length);
  const search = scaled.slice();
  for (let pass = 0; pass < diagonal.length && power > goal; pass++) {
    const product = hessianTimes(problem, point, search);
    const length = power / dot(search, product);
    addScaled(direction, length, search);
    addScaled(residual, -length, product);
    scaled = residual.map((value, at) => value / (diagonal[at] ?? 1));
    const next = dot(residual, scaled);
    for (let at = 0; at < search.length; at++)
      search[at] = (scaled[at] ?? 0) + (next / power) * (search[at] ?? 0);
    power = next;
  }
  return direction;
}

/** The inner product. */
export function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}

function addScaled(into: Float64Array, factor: number, vector: Float64Array): void {
  for (let at = 0; at < into.length; at++) into[at] = (into[at] ?? 0) + factor * (vector[at] ?? 0);
}
