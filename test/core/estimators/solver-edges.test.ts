// Data on which solvers run away: the end must be finite weights and an honest word on whether they are the optimum.
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../core/estimators/objective.ts';
import { solveLogistic } from '../../../core/estimators/solver.ts';
import { placed } from '../../../core/estimators/workspace.ts';
import { problemOf, seeded, steepest } from './problem-of.ts';

interface Edge {
  readonly rows: number;
  readonly columns: number;
  readonly inverseL2: number;
  /** Changes a row of even numbers in (-1, 1). */
  readonly bend?: (row: number[], at: number) => void;
  readonly noise?: number;
  readonly classOf?: (at: number, classes: number) => number;
}

const constant = (row: number[]) => {
  row[0] = 0;
  row[1] = 7;
};
const twins = (row: number[]) => {
  row[1] = row[0] ?? 0;
  row[2] = 3 * (row[3] ?? 0);
};
const groups = (row: number[], at: number) => {
  row.fill(0);
  row[at % 7] = 1;
  row[7 + (Math.floor(at / 3) % 13)] = 1;
};

const edges: Readonly<Record<string, Edge>> = {
  'classes that a plane separates': { rows: 3000, columns: 5, inverseL2: 1, noise: 0 },
  'separable classes and next to no penalty': { rows: 5000, columns: 5, inverseL2: 1e6, noise: 0 },
  'constant columns': { rows: 4500, columns: 5, inverseL2: 1, bend: constant },
  'constant columns, next to no penalty': { rows: 4500, columns: 5, inverseL2: 1e6, bend: constant },
  'columns that repeat others': { rows: 4500, columns: 5, inverseL2: 1, bend: twins },
  'repeated columns, next to no penalty': { rows: 4500, columns: 5, inverseL2: 1e6, bend: twins },
  'one-hot groups': { rows: 4500, columns: 20, inverseL2: 1, bend: groups },
  'one-hot groups, next to no penalty': { rows: 4500, columns: 20, inverseL2: 1e6, bend: groups },
  'fewer rows than columns': { rows: 40, columns: 90, inverseL2: 1 },
  'more columns than are factorised': { rows: 300, columns: 270, inverseL2: 1 },
  'rows sorted by class': {
    rows: 6000,
    columns: 4,
    inverseL2: 1,
    classOf: (at, k) => Math.floor((at * k) / 6000),
  },
  'classes in turn': { rows: 6000, columns: 4, inverseL2: 1, classOf: (at, k) => at % k },
  'a class of three rows': {
    rows: 9001,
    columns: 4,
    inverseL2: 1,
    classOf: (at, k) => (at % 4500 === 7 ? 1 : (at % 2) * (k - 1) * (k - 2)),
  },
};

function problemOfEdge({ rows, columns, inverseL2, bend, noise = 1, classOf }: Edge, classes: number) {
  const random = seeded(rows + columns + classes);
  const x: number[][] = [];
  const targets: number[] = [];
  for (let at = 0; at < rows; at++) {
    const row = Array.from({ length: columns }, random);
    const score = (row[0] ?? 0) - (row[2] ?? 0) + noise * random();
    bend?.(row, at);
    x.push(row);
    targets.push(
      classOf?.(at, classes) ?? Math.max(0, Math.min(classes - 1, Math.floor(score + classes / 2))),
    );
  }
  return problemOf(x, targets, inverseL2);
}

describe.each([2, 3])('solveLogistic of %d classes', (classes) => {
  it.each(Object.keys(edges))('reaches the optimum with %s', (name) => {
    const problem = problemOfEdge(edges[name] as Edge, classes);
    const { weights, converged } = solveLogistic(problem);
    expect(weights.every(Number.isFinite)).toBe(true);
    expect(converged).toBe(true);
    expect(steepest(problem, weights)).toBeLessThan(1e-7 * problem.targets.length);
  });

  it.each([
    ['one value', (at: number) => at === 31],
    ['every tenth value', (at: number) => at % 10 === 3],
  ])('tells no lie where %s of 1e9 may hide the optimum below round-off', (_, isFar) => {
    const random = seeded(classes);
    const bend = (row: number[], at: number) => {
      if (isFar(at)) row[1] = 1e9 * random();
    };
    const problem = problemOfEdge({ rows: 9000, columns: 4, inverseL2: 1, bend }, classes);
    const { weights, converged } = solveLogistic(problem);
    expect(weights.every(Number.isFinite)).toBe(true);
    // Of values of 1e9 the gradient itself is known to this only: which side of the mark it falls on differs by machine.
    const roundOff = 1e9 * 9000 * 2 ** -52;
    if (converged) expect(steepest(problem, weights)).toBeLessThanOrEqual(1e-7 * 9000 + roundOff);
    else expect(steepest(problem, weights)).toBeGreaterThan(1e-7 * 9000 - roundOff);
    expect(evaluate(placed(problem), weights).value).toBeLessThan(0.9 * 9000 * Math.log(classes));
  });
});
