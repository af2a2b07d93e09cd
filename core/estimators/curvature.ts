// Second derivatives of the objective by pairs of classes, and along its diagonal. Pure.
import { softmaxRows } from './many-classes.ts';
import { blocksOf } from './problem.ts';
import { toCurvatureOfTwo } from './two-classes.ts';
import { eachRun, type PlacedProblem } from './workspace.ts';

/** Two rows of weights, by number. */
export type Pair = readonly [one: number, other: number];

/**
 * For each pair the second derivatives at `weights` of the objective by the weights of the one and of the other: row-major
 * width x width, exactly symmetric. O(rows x pairs x width^2).
 */
export function hessianBlocks(
  problem: PlacedProblem,
  weights: Float64Array,
  pairs: readonly Pair[],
): Float64Array[] {
  const { width, inverseL2 } = problem;
  const blocks = pairs.map(() => new Float64Array(width * width));
  eachCurvature(problem, { weights, pairs }, (factors, at) => {
    problem.space.addOuterProducts(factors, blocks[at] as Float64Array);
  });
  pairs.forEach(([one, other], at) => {
    const block = blocks[at] as Float64Array;
    for (let i = 0; i < width; i++) {
      for (let j = 0; j < i; j++) block[j * width + i] = block[i * width + j] as number;
      if (one === other && i < width - 1)
        block[i * width + i] = (block[i * width + i] as number) + 1 / inverseL2;
    }
  });
  return blocks;
}

/** The diagonals of the blocks that pair each row of weights with itself. O(rows x blocks x width). */
export function hessianDiagonals(problem: PlacedProblem, weights: Float64Array): Float64Array[] {
  const { width, inverseL2 } = problem;
  const penalty = new Float64Array(width).fill(1 / inverseL2, 0, width - 1);
  const pairs = Array.from({ length: blocksOf(problem.classes) }, (_, block): Pair => [block, block]);
  const diagonals = pairs.map(() => penalty.slice());
  eachCurvature(problem, { weights, pairs }, (factors, at) => {
    addSquares(problem.space.rows, factors, diagonals[at] as Float64Array);
  });
  return diagonals;
}

/** Calls `add` with each row's second derivative by the two scores, for each run of rows in the workspace and each pair. */
function eachCurvature(
  problem: PlacedProblem,
  { weights, pairs }: { weights: Float64Array; pairs: readonly Pair[] },
  add: (factors: Float64Array, pair: number) => void,
): void {
  const { classes, space } = problem;
  space.weights.set(weights);
  eachRun(problem, ({ count }) => {
    space.scoreRows(count);
    if (classes === 2) toCurvatureOfTwo(space.scores[0] as Float64Array, count);
    else softmaxRows(space.scores, count);
    const shares = space.scores.map((own) => own.subarray(0, count));
    pairs.forEach(([one, other], at) => {
      const share = shares[one] as Float64Array;
      add(classes === 2 ? share : factorsOf(share, one === other ? undefined : shares[other]), at);
    });
  });
}

/** p (1 - p) of one class, or -p q of two. */
function factorsOf(one: Float64Array, other: Float64Array | undefined): Float64Array {
  return one.map((share, row) =>
    other === undefined ? share * (1 - share) : -share * (other[row] as number),
  );
}

/** Adds factor x the square of each entry, a factor for each of `rows`. */
function addSquares(rows: Float64Array, factors: Float64Array, total: Float64Array): void {
  const width = total.length;
  for (let row = 0, start = 0; row < factors.length; row++, start += width) {
    const by = factors[row] as number;
    for (let i = 0; i < width; i++) total[i] = (total[i] as number) + by * (rows[start + i] as number) ** 2;
  }
}
