// Second derivatives of the objective by pairs of classes, and along its diagonal. Pure.
import { softmaxRows } from './many-classes.ts';
import { blocksOf, blockViews, type LogisticProblem } from './problem.ts';
import { eachRun, type Rows, rowsAtATime, scoreRows } from './rows.ts';
import { toCurvatureOfTwo } from './two-classes.ts';

/** Two rows of weights, by number. */
export type Pair = readonly [one: number, other: number];

/**
 * For each pair the second derivatives at `weights` of the objective by the weights of the one and of the other: row-major
 * width x width, exactly symmetric. O(rows x pairs x width^2).
 */
export function hessianBlocks(
  problem: LogisticProblem,
  weights: Float64Array,
  pairs: readonly Pair[],
): Float64Array[] {
  const { width, inverseL2 } = problem;
  const blocks = pairs.map(() => new Float64Array(width * width));
  eachCurvature(problem, { weights, pairs }, (run, factors, at) => {
    addOuterProducts(run, factors, blocks[at] as Float64Array);
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
export function hessianDiagonals(problem: LogisticProblem, weights: Float64Array): Float64Array[] {
  const { width, inverseL2 } = problem;
  const penalty = new Float64Array(width).fill(1 / inverseL2, 0, width - 1);
  const pairs = Array.from({ length: blocksOf(problem.classes) }, (_, block): Pair => [block, block]);
  const diagonals = pairs.map(() => penalty.slice());
  eachCurvature(problem, { weights, pairs }, (run, factors, at) => {
    addSquares(run, factors, diagonals[at] as Float64Array);
  });
  return diagonals;
}

/** Calls `add` with runs of rows and, for each pair, each row's second derivative by the two scores; 0 past the run's end. */
function eachCurvature(
  problem: LogisticProblem,
  { weights, pairs }: { weights: Float64Array; pairs: readonly Pair[] },
  add: (run: Rows, factors: Float64Array, pair: number) => void,
): void {
  const { design, width, targets, classes } = problem;
  const blocks = blocksOf(classes);
  const size = rowsAtATime(width);
  const scores = blockViews(new Float64Array(size * blocks), blocks);
  const factors = new Float64Array(size);
  const weightsOf = blockViews(weights, blocks);
  eachRun({ design, width, rows: targets.length }, (run) => {
    scores.forEach((own, block) => {
      scoreRows(run, weightsOf[block] as Float64Array, own);
    });
    if (classes === 2) toCurvatureOfTwo(scores[0] as Float64Array, run.count);
    else softmaxRows(scores, run.count);
    pairs.forEach(([one, other], at) => {
      const probabilities = scores[one] as Float64Array;
      if (classes === 2) factors.set(probabilities);
      else fillFactors(factors, probabilities, one === other ? undefined : scores[other]);
      factors.fill(0, run.count);
      add(run, factors, at);
    });
  });
}

/** p (1 - p) of one class, or -p q of two. */
function fillFactors(factors: Float64Array, one: Float64Array, other: Float64Array | undefined): void {
  for (let row = 0; row < factors.length; row++) {
    const share = one[row] as number;
    factors[row] = other === undefined ? share * (1 - share) : -share * (other[row] as number);
  }
}

/**
 * Adds factor x row x row' for each row to the lower triangle of `matrix`; what stands above its diagonal means nothing.
 * Four rows and two lines of the matrix at a time: eight products for six loads.
 */
function addOuterProducts(
  { design, width, first, count }: Rows,
  factors: Float64Array,
  matrix: Float64Array,
): void {
  for (let row = 0; row < count; row += 4) {
    const a = (first + row) * width;
    // Past the last row the factor is 0, so that the first of the four may be read again instead.
    const b = row + 1 < count ? a + width : a;
    const c = row + 2 < count ? b + width : a;
    const d = row + 3 < count ? c + width : a;
    const byA = factors[row] as number;
    const byB = factors[row + 1] as number;
    const byC = factors[row + 2] as number;
    const byD = factors[row + 3] as number;
    let line = 0;
    if (width % 2 === 1) {
      const ab = byA * (design[a] as number) ** 2 + byB * (design[b] as number) ** 2;
      const cd = byC * (design[c] as number) ** 2 + byD * (design[d] as number) ** 2;
      matrix[0] = (matrix[0] as number) + ab + cd;
      line = 1;
    }
    for (; line < width; line += 2) {
      const one = line * width;
      const two = one + width;
      const oneA = byA * (design[a + line] as number);
      const oneB = byB * (design[b + line] as number);
      const oneC = byC * (design[c + line] as number);
      const oneD = byD * (design[d + line] as number);
      const twoA = byA * (design[a + line + 1] as number);
      const twoB = byB * (design[b + line + 1] as number);
      const twoC = byC * (design[c + line + 1] as number);
      const twoD = byD * (design[d + line + 1] as number);
      for (let i = 0; i <= line + 1; i++) {
        const xA = design[a + i] as number;
        const xB = design[b + i] as number;
        const xC = design[c + i] as number;
        const xD = design[d + i] as number;
        matrix[one + i] = (matrix[one + i] as number) + (oneA * xA + oneB * xB) + (oneC * xC + oneD * xD);
        matrix[two + i] = (matrix[two + i] as number) + (twoA * xA + twoB * xB) + (twoC * xC + twoD * xD);
      }
    }
  }
}

/** Adds factor x the square of each entry. */
function addSquares({ design, width, first, count }: Rows, factors: Float64Array, total: Float64Array): void {
  for (let row = 0, start = first * width; row < count; row++, start += width) {
    const by = factors[row] as number;
    for (let i = 0; i < width; i++) total[i] = (total[i] as number) + by * (design[start + i] as number) ** 2;
  }
}
