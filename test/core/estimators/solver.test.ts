import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { solveLogistic } from '../../../core/estimators/solver.ts';
import { problemOf, seeded, steepest } from './problem-of.ts';

interface Vector {
  readonly id: string;
  readonly fn: string;
  readonly tol: number;
  readonly input: { readonly X: number[][]; readonly y: number[] };
  readonly params: { readonly l2: number };
  readonly expected: { readonly intercept: number; readonly coef: number[] };
}

const file = new URL('../../vectors/drift-vectors.json', import.meta.url);
const vectors: Vector[] = JSON.parse(readFileSync(file, 'utf8')).cases;

describe('solveLogistic', () => {
  it.each(vectors.filter(({ fn }) => fn === 'logisticRegression'))(
    'equals the reference of $id',
    (vector) => {
      const { weights, converged } = solveLogistic(
        problemOf(vector.input.X, vector.input.y, 1 / vector.params.l2),
      );
      const expected = [...vector.expected.coef, vector.expected.intercept];
      expect(converged).toBe(true);
      expect(weights).toHaveLength(expected.length);
      expected.forEach((value, at) => {
        expect(Math.abs((weights[at] ?? Number.NaN) - value)).toBeLessThan(vector.tol);
      });
    },
  );

  it('equals scikit-learn newton-cg (C = 2) on three classes', () => {
    const x = [0, 1, 1, 2, 4, 5, 4, 6, 2, 3, 1, 2, 4, 3];
    const z = [1, 0, 2, 1, 1, 0, 3, 2, 5, 6, 5, 7, 4, 2];
    const rows = x.map((value, row) => [value, z[row] ?? 0]);
    const targets = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 0, 1];
    const expected = [
      [-0.3871208436840798, -0.3763760717414516, 3.0805845615015053],
      [1.1477027117873082, -0.8822058750858615, -0.5387734673989881],
      [-0.7605818681032273, 1.258581946827315, -2.5418110941025094],
    ].flat();
    const { weights } = solveLogistic(problemOf(rows, targets, 2));
    expected.forEach((value, at) => {
      expect(Math.abs((weights[at] ?? Number.NaN) - value)).toBeLessThan(1e-6);
    });
  });

  it('finds the log-odds of the classes when there is nothing but an intercept', () => {
    const two = solveLogistic(problemOf([[], [], [], []], [0, 1, 1, 1], 1));
    expect(two.weights[0]).toBeCloseTo(Math.log(3), 12);
    const three = solveLogistic(problemOf([[], [], [], []], [0, 1, 1, 2], 1));
    // log-shares 0, log 2, 0 brought to sum 0
    const mean = Math.log(2) / 3;
    [-mean, Math.log(2) - mean, -mean].forEach((value, at) => {
      expect(three.weights[at]).toBeCloseTo(value, 12);
    });
  });

  it.each([1, 1e6])('converges on separable classes at C = %d', (inverseL2) => {
    const xs = [-3, -2, -1, 1, 2, 3];
    const problem = problemOf(
      xs.map((x) => [x]),
      xs.map((x) => Number(x > 0)),
      inverseL2,
    );
    const { weights, converged } = solveLogistic(problem);
    expect(converged).toBe(true);
    expect(weights.every(Number.isFinite)).toBe(true);
    expect(steepest(problem, weights)).toBeLessThan(1e-9);
  });

  it.each([2, 3])('reaches the optimum of %d classes on unscaled, shifted, correlated columns', (classes) => {
    const random = seeded(classes);
    const rows: number[][] = [];
    const targets: number[] = [];
    for (let row = 0; row < 400; row++) {
      const shared = 3 * random();
      rows.push([1e3 * (shared + 0.3 * random()) + 5e3, 1e-2 * (shared + random()), random() - 7]);
      targets.push(Math.min(classes - 1, Math.max(0, Math.floor(shared + random() + classes / 2))));
    }
    const problem = problemOf(rows, targets, 1);
    const { weights, converged } = solveLogistic(problem);
    expect(converged).toBe(true);
    expect(steepest(problem, weights)).toBeLessThan(1e-7 * rows.length);
  });

  it.each([2, 3])('reaches the optimum of %d classes with more columns than rows', (classes) => {
    const random = seeded(classes);
    const rows = Array.from({ length: 90 }, () => Array.from({ length: 150 }, random));
    const targets = rows.map(([first = 0, second = 0], row) =>
      row < classes ? row : Math.floor((first + second + 2) / (4.001 / classes)),
    );
    const problem = problemOf(rows, targets, 1);
    const { weights, converged } = solveLogistic(problem);
    expect(converged).toBe(true);
    expect(steepest(problem, weights)).toBeLessThan(1e-9 * rows.length);
    if (classes === 3) {
      const intercepts = [150, 301, 452].map((at) => weights[at] ?? Number.NaN);
      expect(intercepts.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 12);
    }
  });

  it('shortens the steps that overshoot: a weak penalty and a few enormous values', () => {
    const x = [-800, -8, 400, -2, -9, 0, 6, 2];
    const z = [9, 7, -400, 1800, 5, 2, 8, -1];
    const rows = x.map((value, row) => [value, z[row] ?? 0]);
    const problem = problemOf(rows, [0, 1, 2, 0, 0, 0, 0, 2], 1e6);
    const { weights, converged } = solveLogistic(problem);
    expect(converged).toBe(true);
    expect(steepest(problem, weights)).toBeLessThan(1e-7 * rows.length);
  });

  it('copes with columns that repeat one another under next to no penalty', () => {
    const x = [1, 2, 3, 4, 5, 6, 7, 8];
    const rows = x.map((value) => [value, 3 * value, value + 1e3]);
    const problem = problemOf(rows, [0, 0, 1, 0, 1, 0, 1, 1], 1e15);
    const { weights, converged } = solveLogistic(problem);
    expect(converged).toBe(true);
    expect(weights.every(Number.isFinite)).toBe(true);
  });

  it('leaves the weight of a column of zeros at 0', () => {
    const { weights } = solveLogistic(
      problemOf(
        [
          [0, 1],
          [0, 2],
          [0, 3],
          [0, 4],
        ],
        [0, 1, 0, 1],
        1,
      ),
    );
    expect(weights[0]).toBe(0);
  });
});
