// A thin even sample of a problem's rows. Pure.
import type { LogisticProblem } from './problem.ts';

/** Rows with which the Hessian is right to about a sixth: more would cost as many passes as they save. */
const rowsAColumn = 40;
const fewestRows = 2000;

/** Multiplications a Hessian may take: of many columns it is less exact. */
const mostWork = 2 ** 28;

/** How many rows of `problem` speak for all of them; all, when that would be more than half. */
export function sampleRows({ width, targets }: LogisticProblem): number {
  const rows = Math.max(fewestRows, Math.min(rowsAColumn * width, mostWork / width ** 2));
  return rows > targets.length / 2 ? targets.length : Math.ceil(rows);
}

/** The golden ratio's fraction: its multiples fill 0..1 evenly and in step with no period of the data. */
const golden = (Math.sqrt(5) - 1) / 2;

/**
 * The problem on `rows` of its rows, one from each of as many even stretches: its objective is rows/all of the whole one's.
 * The place within a stretch moves on, since rows often come in a pattern (one of each class in turn, a row a weekday).
 */
export function thinned<P extends LogisticProblem>(problem: P, rows: number): P {
  const all = problem.targets.length;
  if (rows >= all) return problem;
  const { width } = problem;
  const design = new Float64Array(rows * width);
  const targets = new Int32Array(rows);
  for (let at = 0; at < rows; at++) {
    const row = Math.floor(((at + ((at * golden) % 1)) * all) / rows);
    targets[at] = problem.targets[row] as number;
    design.set(problem.design.subarray(row * width, (row + 1) * width), at * width);
  }
  return { ...problem, design, targets, inverseL2: (problem.inverseL2 * all) / rows };
}
