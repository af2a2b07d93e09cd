// The solver against scikit-learn's exact one; how the data and the weights were made stands in the file of vectors.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { solveLogistic } from '../../../core/estimators/solver.ts';
import { problemOf, seeded, steepest } from './problem-of.ts';

interface Case {
  readonly id: string;
  readonly seed: number;
  readonly rows: number;
  readonly columns: number;
  readonly rho: number;
  readonly raw: boolean;
  readonly classes: number;
  readonly C: number;
  readonly counts: readonly number[];
  readonly weights: readonly (readonly number[])[];
}

const file = new URL('../../vectors/logistic-vectors.json', import.meta.url);
const { cases }: { cases: Case[] } = JSON.parse(readFileSync(file, 'utf8'));

/** The function `rows` of the vectors' Python. */
function dataOf({ seed, rows, columns, rho, raw, classes }: Case): { x: number[][]; targets: number[] } {
  const uniform = seeded(seed);
  const x: number[][] = [];
  const targets: number[] = [];
  for (let row = 0; row < rows; row++) {
    const shared = uniform();
    const values: number[] = [];
    for (let at = 0; at < columns; at++) {
      const value = Math.sqrt(rho) * shared + Math.sqrt(1 - rho) * uniform();
      values.push(raw ? (value + at / 2) * 10 ** (((at * 5) % 7) - 3) : value);
    }
    x.push(values);
    const z = 2 * shared + uniform();
    targets.push(Math.min(classes - 1, Math.max(0, Math.floor(z + classes / 2))));
  }
  return { x, targets };
}

describe.each(cases)('solveLogistic on $id data', (reference) => {
  const { x, targets } = dataOf(reference);
  const problem = problemOf(x, targets, reference.C);
  const { weights, converged, iterations } = solveLogistic(problem);

  it('reads the same data as the reference did', () => {
    expect(reference.counts.map((_, k) => targets.filter((target) => target === k).length)).toEqual(
      reference.counts,
    );
  });

  it('has the weights of scikit-learn newton-cholesky to 1e-8', () => {
    const expected = reference.weights.flat();
    expect(weights).toHaveLength(expected.length);
    const most = Math.max(1, ...expected.map(Math.abs));
    expected.forEach((value, at) => {
      expect(Math.abs((weights[at] ?? Number.NaN) - value)).toBeLessThan(1e-8 * most);
    });
  });

  it('says that it converged, as the gradient from the definition shows', () => {
    expect(converged).toBe(true);
    expect(steepest(problem, weights)).toBeLessThan(1e-7 * targets.length);
  });

  it('takes few passes over the rows', () => {
    expect(iterations).toBeLessThanOrEqual(15);
  });

  it('gives the same bits again', () => {
    expect(solveLogistic(problem).weights).toEqual(weights);
  });
});
