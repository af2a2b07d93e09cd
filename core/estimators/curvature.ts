// Second derivatives of the logistic objective: the whole Hessian, its diagonal, its product with a vector. Pure.
import type { LogisticProblem, Point } from './objective.ts';
import { blocksOf } from './softmax.ts';

/** The Hessian at `point`, row-major and exactly symmetric, size = blocks x width. O(rows x size^2). */
export function hessian(problem: LogisticProblem, point: Point): Float64Array {
  const size = point.weights.length;
  const matrix = new Float64Array(size * size);
  const blocks = blocksOf(problem.classes);
  for (let one = 0; one < blocks; one++) {
    for (let other = 0; other <= one; other++) addBlock(problem, point, { matrix, one, other });
  }
  addConstants(problem, matrix);
  return matrix;
}

interface Block {
  readonly matrix: Float64Array;
  readonly one: number;
  readonly other: number;
}

/** Sum over rows of p_one (1[one = other] - p_other) x x', written to the block and to its mirror image. */
function addBlock(problem: LogisticProblem, point: Point, block: Block): void {
  const { design, width, targets } = problem;
  const { probabilities } = point;
  const blocks = blocksOf(problem.classes);
  const same = block.one === block.other ? 1 : 0;
  const lower = new Float64Array(width * width);
  for (let row = 0, start = 0, at = 0; row < targets.length; row++, start += width, at += blocks) {
    const factor = (probabilities[at + block.one] ?? 0) * (same - (probabilities[at + block.other] ?? 0));
    for (let i = 0; i < width; i++) {
      const scaled = factor * (design[start + i] ?? 0);
      if (scaled === 0) continue;
      const into = i * width;
      for (let j = 0; j <= i; j++)
        lower[into + j] = (lower[into + j] ?? 0) + scaled * (design[start + j] ?? 0);
    }
  }
  copyBlock(lower, width, block);
}

function copyBlock(lower: Float64Array, width: number, { matrix, one, other }: Block): void {
  const size = Math.sqrt(matrix.length);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < width; j++) {
      const value = lower[Math.max(i, j) * width + Math.min(i, j)] ?? 0;
      matrix[(one * width + i) * size + other * width + j] = value;
      matrix[(other * width + j) * size + one * width + i] = value;
    }
  }
}

/**
 * Adds the penalty. With a block for every class, raising all intercepts together changes nothing, so the Hessian is
 * singular that way; a constant over the intercepts makes it regular and, the gradient being 0 that way, no step differs.
 */
function addConstants({ width, inverseL2, classes, targets }: LogisticProblem, matrix: Float64Array): void {
  const size = Math.sqrt(matrix.length);
  for (let at = 0; at < size; at++) {
    if (at % width !== width - 1) matrix[at * size + at] = (matrix[at * size + at] ?? 0) + 1 / inverseL2;
  }
  if (classes === 2) return;
  for (let i = width - 1; i < size; i += width) {
    for (let j = width - 1; j < size; j += width) {
      matrix[i * size + j] = (matrix[i * size + j] ?? 0) + targets.length / classes ** 2;
    }
  }
}

/** Hessian times `vector` without forming the Hessian. O(rows x size). */
export function hessianTimes(problem: LogisticProblem, point: Point, vector: Float64Array): Float64Array {
  const { design, width, targets, inverseL2 } = problem;
  const blocks = blocksOf(problem.classes);
  const product = vector.map((value, at) => (at % width === width - 1 ? 0 : value / inverseL2));
  const slopes = new Float64Array(blocks);
  for (let row = 0, start = 0; row < targets.length; row++, start += width) {
    let mean = 0;
    for (let block = 0; block < blocks; block++) {
      const slope = rowTimes(design, start, vector.subarray(block * width, (block + 1) * width));
      slopes[block] = slope;
      mean += slope * (point.probabilities[row * blocks + block] ?? 0);
    }
    for (let block = 0, at = 0; block < blocks; block++) {
      const factor = (point.probabilities[row * blocks + block] ?? 0) * ((slopes[block] ?? 0) - mean);
      for (let i = 0; i < width; i++, at++) {
        product[at] = (product[at] ?? 0) + factor * (design[start + i] ?? 0);
      }
    }
  }
  return product;
}

/** The row of the design matrix that begins at `start`, times `vector`. */
function rowTimes(design: Float64Array, start: number, vector: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += (vector[i] ?? 0) * (design[start + i] ?? 0);
  return sum;
}

/** The Hessian's diagonal, every entry above 0. */
export function hessianDiagonal(problem: LogisticProblem, point: Point): Float64Array {
  const { design, width, targets, inverseL2 } = problem;
  const blocks = blocksOf(problem.classes);
  const diagonal = new Float64Array(point.weights.length).fill(Math.max(1 / inverseL2, Number.EPSILON));
  for (let row = 0, start = 0; row < targets.length; row++, start += width) {
    for (let block = 0, at = 0; block < blocks; block++) {
      const share = point.probabilities[row * blocks + block] ?? 0;
      for (let i = 0; i < width; i++, at++) {
        diagonal[at] = (diagonal[at] ?? 0) + share * (1 - share) * (design[start + i] ?? 0) ** 2;
      }
    }
  }
  return diagonal;
}
