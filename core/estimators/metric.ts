// A stand-in for the inverse Hessian, in which the search takes its steps: Cholesky factors of the blocks, or diagonals. Pure.
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { hessianBlocks, hessianDiagonals, type Pair } from './curvature.ts';
import { blocksOf, blockViews } from './problem.ts';
import { type PlacedProblem, widthLimit } from './workspace.ts';

/** Multiplies a gradient by the inverse of (nearly) the Hessian: symmetric, positive definite. */
export type Metric = (vector: Float64Array) => Float64Array;

/** Weights up to which the whole Hessian is factorised: beyond, the pairs of classes cost more than they save. */
const wholeLimit = 128;

/** Entries of all blocks together: 32 MiB. */
const entryLimit = 2 ** 22;

/**
 * The metric of `problem` at `weights`, times `scale`. Blocks that pair two classes are left out when there are many weights:
 * with classes alike in number they are but a factor on steps whose sum over classes is 0, as all then are made to be.
 */
export function metricAt(problem: PlacedProblem, weights: Float64Array, scale: number): Metric {
  const { width, classes } = problem;
  const blocks = blocksOf(classes);
  if (blocks * width <= (blocks === 1 ? widthLimit : wholeLimit)) {
    return inPlace([byCholesky(wholeHessian(problem, weights))], scale);
  }
  const solvers =
    width <= widthLimit && blocks * width * width <= entryLimit
      ? ownBlocks(problem, weights).map(byCholesky)
      : hessianDiagonals(problem, weights).map(byDiagonal);
  const solve = inPlace(solvers, scale);
  return blocks === 1 ? solve : (vector) => sumZero(solve(sumZero(vector, blocks)), blocks);
}

function inPlace(solvers: readonly Solve[], scale: number): Metric {
  return (vector) => {
    const product = vector.map((value) => value * scale);
    const views = blockViews(product, solvers.length);
    solvers.forEach((solve, block) => {
      solve(views[block] as Float64Array);
    });
    return product;
  };
}

function ownBlocks(problem: PlacedProblem, weights: Float64Array): Float64Array[] {
  const pairs = Array.from({ length: blocksOf(problem.classes) }, (_, block): Pair => [block, block]);
  return hessianBlocks(problem, weights, pairs);
}

/**
 * The Hessian, row-major. With a block for every class, raising all intercepts together changes nothing, so that it is
 * singular that way; a constant over the intercepts makes it regular and, the gradient being 0 that way, no step differs.
 */
function wholeHessian(problem: PlacedProblem, weights: Float64Array): Float64Array {
  const { width, classes, targets } = problem;
  const pairs = pairsOf(blocksOf(classes));
  const blocks = hessianBlocks(problem, weights, pairs);
  if (pairs.length === 1) return blocks[0] as Float64Array;
  const size = classes * width;
  const matrix = new Float64Array(size * size);
  pairs.forEach(([one, other], at) => {
    const block = blocks[at] as Float64Array;
    block[block.length - 1] = (block[block.length - 1] as number) + targets.length / classes ** 2;
    for (let i = 0; i < width; i++) {
      const line = block.subarray(i * width, (i + 1) * width);
      matrix.set(line, (one * width + i) * size + other * width);
      matrix.set(line, (other * width + i) * size + one * width);
    }
  });
  return matrix;
}

function pairsOf(blocks: number): Pair[] {
  const pairs: Pair[] = [];
  for (let one = 0; one < blocks; one++) for (let other = 0; other <= one; other++) pairs.push([one, other]);
  return pairs;
}

type Solve = (vector: Float64Array) => void;

function byDiagonal(diagonal: Float64Array): Solve {
  return (vector) => {
    for (let i = 0; i < vector.length; i++)
      vector[i] = (vector[i] as number) / positive(diagonal[i] as number);
  };
}

/**
 * Scaled to a unit diagonal first, so that columns of any unit factorise alike; where round-off has made the smallest
 * eigenvalue negative, the diagonal grows until it is positive.
 */
function byCholesky(hessian: Float64Array): Solve {
  const size = Math.sqrt(hessian.length);
  const scales = Float64Array.from(
    { length: size },
    (_, i) => 1 / Math.sqrt(positive(hessian[i * size + i] as number)),
  );
  const scaled = hessian.map(
    (value, at) => value * ((scales[Math.floor(at / size)] as number) * (scales[at % size] as number)),
  );
  const matrix = Matrix.from1DArray(size, size, scaled);
  for (let damping = 1e-15; ; damping *= 10) {
    for (let i = 0; i < size; i++) matrix.set(i, i, 1 + damping);
    const factor = new CholeskyDecomposition(matrix);
    if (factor.isPositiveDefinite() || damping > size) {
      return substitution(Float64Array.from(factor.lowerTriangularMatrix.to1DArray()), scales);
    }
  }
}

/** Solves S^-1 L L' S^-1 x = vector in place. */
function substitution(lower: Float64Array, scales: Float64Array): Solve {
  const size = scales.length;
  return (vector) => {
    for (let i = 0; i < size; i++) {
      let sum = (vector[i] as number) * (scales[i] as number);
      for (let j = 0, at = i * size; j < i; j++, at++) sum -= (lower[at] as number) * (vector[j] as number);
      vector[i] = sum / (lower[i * size + i] as number);
    }
    for (let i = size - 1; i >= 0; i--) {
      const value = (vector[i] as number) / (lower[i * size + i] as number);
      for (let j = 0, at = i * size; j < i; j++, at++)
        vector[j] = (vector[j] as number) - (lower[at] as number) * value;
      vector[i] = value * (scales[i] as number);
    }
  };
}

/** A second derivative that underflowed or is that of a column of zeros without a penalty. */
function positive(value: number): number {
  return Math.max(value, 1e-300);
}

/** Each entry less the mean over blocks of the entries at its place. */
function sumZero(vector: Float64Array, blocks: number): Float64Array {
  const size = vector.length / blocks;
  const result = vector.slice();
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let at = i; at < vector.length; at += size) sum += vector[at] as number;
    for (let at = i; at < vector.length; at += size) result[at] = (vector[at] as number) - sum / blocks;
  }
  return result;
}
