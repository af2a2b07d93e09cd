// Room for a run of rows in the kernels' memory, and for all that training computes from it. Pure.
import { kernelsFor } from '../kernels/kernels.ts';
import { blocksOf, blockViews, type LogisticProblem } from './problem.ts';

/** What the kernels know of a problem: rows, and weights and sums by blocks. */
interface Workspace {
  /** The run at hand, then rows of an earlier one up to `runLength`. */
  readonly rows: Float64Array;
  readonly weights: Float64Array;
  readonly gradient: Float64Array;
  /** One array a block, one entry a row. */
  readonly scores: readonly Float64Array[];
  /** Writes each of the first `count` rows times the weights of each block to `scores`. */
  scoreRows(count: number): void;
  /** Adds score x row for each row to each block of the gradient. */
  addRows(count: number): void;
  /** Adds the gradient of two classes' summed log-loss at `weights`, a row for each of `targets`; returns that loss. */
  passOverTwo(targets: Int32Array): number;
  /** Adds factor x row x row' for each row to the lower triangle of `matrix`; above its diagonal it then means nothing. */
  addOuterProducts(factors: Float64Array, matrix: Float64Array): void;
}

/** A problem with room to work in, which all problems of this width and of these classes may share. */
export interface PlacedProblem extends LogisticProblem {
  readonly space: Workspace;
}

export interface Run {
  readonly first: number;
  readonly count: number;
}

/** Weights of a class up to which second derivatives by pairs of them are computed: too many operations a row beyond. */
export const widthLimit = 256;

export function placed(problem: LogisticProblem): PlacedProblem {
  return { ...problem, space: workspaceFor(problem.width, blocksOf(problem.classes)) };
}

/**
 * Calls `work` with runs that make up all rows of `problem`, each when it has been copied into the workspace: the rows must
 * come into the cache in any case, and so nobody but this file has to know where the kernels' memory is.
 */
export function eachRun({ design, width, targets, space }: PlacedProblem, work: (run: Run) => void): void {
  const size = runLength(width);
  for (let first = 0; first < targets.length; first += size) {
    const count = Math.min(size, targets.length - first);
    space.rows.set(design.subarray(first * width, (first + count) * width));
    work({ first, count });
  }
}

/**
 * 64 KiB of rows: against them copies and calls cost little, and the second cache holds them. A multiple of four, since the
 * kernels take four at a time, and at most 512, since they multiply as many numbers of up to 2.
 */
function runLength(width: number): number {
  return Math.max(4, Math.min(512, Math.floor(8192 / width) & ~3));
}

function workspaceFor(width: number, blocks: number): Workspace {
  const size = runLength(width);
  const entries = width <= widthLimit ? width * width : 0;
  const doubles = size * width + 2 * blocks * width + blocks * size + entries + size + size / 2;
  const { memory, room, ...kernels } = kernelsFor(8 * doubles);
  let end = room;
  const place = (length: number) => {
    const start = end;
    end += 8 * length;
    return new Float64Array(memory, start, length);
  };
  const rows = place(size * width);
  const weights = place(blocks * width);
  const gradient = place(blocks * width);
  const scores = blockViews(place(blocks * size), blocks);
  const product = place(entries);
  const factor = place(size);
  const target = new Int32Array(memory, end, size);
  const from = rows.byteOffset;
  const blockOf = (values: Float64Array, block: number) => values.byteOffset + 8 * width * block;
  return {
    rows,
    weights,
    gradient,
    scores,
    scoreRows(count) {
      scores.forEach((own, block) => {
        kernels.scoreRows(from, count, width, blockOf(weights, block), own.byteOffset);
      });
    },
    addRows(count) {
      scores.forEach((own, block) => {
        kernels.addRows(from, count, width, own.fill(0, count).byteOffset, blockOf(gradient, block));
      });
    },
    passOverTwo(targets) {
      target.set(targets);
      target.fill(0, targets.length);
      return kernels.passOverTwo(
        from,
        targets.length,
        width,
        target.byteOffset,
        weights.byteOffset,
        gradient.byteOffset,
        factor.byteOffset,
      );
    },
    addOuterProducts(factors, matrix) {
      factor.set(factors);
      factor.fill(0, factors.length);
      product.set(matrix);
      kernels.addOuterProducts(from, factors.length, width, factor.byteOffset, product.byteOffset);
      matrix.set(product);
    },
  };
}
