// A logistic regression to be solved. Pure.

export interface LogisticProblem {
  /** Two or more. Of two only class 1 has weights (class 0 scores 0), of more each has. */
  readonly classes: number;
  /** Columns of the design matrix; the last is the constant 1. */
  readonly width: number;
  /** Row-major, rows x width, all finite. */
  readonly design: Float64Array;
  /** One class a row, 0..classes-1. */
  readonly targets: Int32Array;
  /** scikit-learn's C, above 0: larger = weaker penalty. */
  readonly inverseL2: number;
}

/** Rows of weights, and of everything that goes by them: one for two classes, else one a class. */
export function blocksOf(classes: number): number {
  return classes === 2 ? 1 : classes;
}

/** A view of each block of `values`, which has `blocks` of them one after the other. */
export function blockViews(values: Float64Array, blocks: number): Float64Array[] {
  const size = values.length / blocks;
  return Array.from({ length: blocks }, (_, block) => values.subarray(block * size, (block + 1) * size));
}
