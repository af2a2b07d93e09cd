// Ranks in a pooled sample, ties sharing the middle one. Pure.

/** One distinct value of two sorted samples. */
export interface Step {
  /** Rows below it, in each sample. */
  readonly below: readonly [number, number];
  /** Rows equal to it. */
  readonly equal: readonly [number, number];
}

/** The distinct values of two ascending samples, in order. */
export function stepsOf(one: Float64Array, other: Float64Array): Step[] {
  const steps: Step[] = [];
  let [i, j] = [0, 0];
  while (i < one.length || j < other.length) {
    const value = Math.min(one[i] ?? Number.POSITIVE_INFINITY, other[j] ?? Number.POSITIVE_INFINITY);
    const [a, b] = [countEqual(one, i, value), countEqual(other, j, value)];
    steps.push({ below: [i, j], equal: [a, b] });
    [i, j] = [i + a, j + b];
  }
  return steps;
}

function countEqual(values: Float64Array, from: number, value: number): number {
  let at = from;
  while (at < values.length && values[at] === value) at += 1;
  return at - from;
}
