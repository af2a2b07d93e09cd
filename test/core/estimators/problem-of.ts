// Logistic problems by hand, random numbers by seed, and the gradient from its definition.
import type { LogisticProblem } from '../../../core/estimators/problem.ts';

export function problemOf(rows: number[][], targets: number[], inverseL2: number): LogisticProblem {
  const design = Float64Array.from(rows.flatMap((row) => [...row, 1]));
  const classes = Math.max(...targets) + 1;
  return {
    design,
    width: (rows[0]?.length ?? 0) + 1,
    targets: Int32Array.from(targets),
    classes,
    inverseL2,
  };
}

/** The gradient straight from the definition, with every class's probability written out. */
export function steepest(problem: LogisticProblem, weights: Float64Array): number {
  const { design, width, targets, classes, inverseL2 } = problem;
  const all = classes === 2 ? [...Array<number>(width).fill(0), ...weights] : [...weights];
  const gradient = all.map((weight, at) => (at % width === width - 1 ? 0 : weight / inverseL2));
  targets.forEach((target, row) => {
    const x = Array.from(design.subarray(row * width, row * width + width));
    const scores = Array.from({ length: classes }, (_, k) =>
      x.reduce((sum, value, j) => sum + value * (all[k * width + j] ?? 0), 0),
    );
    const top = Math.max(...scores);
    const total = scores.reduce((sum, score) => sum + Math.exp(score - top), 0);
    scores.forEach((score, k) => {
      const residual = Math.exp(score - top) / total - (k === target ? 1 : 0);
      x.forEach((value, j) => {
        gradient[k * width + j] = (gradient[k * width + j] ?? 0) + residual * value;
      });
    });
  });
  return Math.max(...gradient.slice(classes === 2 ? width : 0).map(Math.abs));
}

/** Numerical Recipes' linear congruential generator: even numbers in (-1, 1). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}
