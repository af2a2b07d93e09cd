import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../core/estimators/objective.ts';
import { scoreRows } from '../../../core/estimators/rows.ts';
import { eachRun, placed } from '../../../core/estimators/workspace.ts';
import { seeded } from './problem-of.ts';

/** Up to a few runs of the widest rows, and any remainder of four. */
const shapes = fc.record({
  width: fc.integer({ min: 1, max: 300 }),
  rows: fc.integer({ min: 1, max: 90 }),
  classes: fc.integer({ min: 2, max: 4 }),
});

function drawn({ width, rows, classes }: { width: number; rows: number; classes: number }) {
  const random = seeded(width + 1000 * rows);
  const blocks = classes === 2 ? 1 : classes;
  const problem = placed({
    classes,
    width,
    design: Float64Array.from({ length: rows * width }, random),
    targets: Int32Array.from({ length: rows }, (_, row) => row % classes),
    inverseL2: 1,
  });
  const weights = Float64Array.from({ length: blocks * width }, random);
  return { problem, blocks, weights };
}

/** Round-off of a sum of that many products of numbers up to 1. */
const roundOff = (terms: number) => terms * Number.EPSILON;

describe('the workspace', () => {
  it.each([1, 11, 51, 5000])('is given every row once, in fours but for the last run (width %d)', (width) => {
    const rows = 1003;
    const design = new Float64Array(rows * width);
    for (let row = 0; row < rows; row++) design[row * width] = row;
    const problem = placed({ classes: 2, width, design, targets: new Int32Array(rows), inverseL2: 1 });
    const seen: number[] = [];
    eachRun(problem, ({ first, count }) => {
      expect(first % 4).toBe(0);
      expect(first).toBe(seen.length);
      for (let row = 0; row < count; row++) seen.push(problem.space.rows[row * width] ?? Number.NaN);
    });
    expect(seen).toEqual(Array.from({ length: rows }, (_, row) => row));
  });

  it('scores rows as scoring does, but for round-off', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { width } = shape;
        const { problem, blocks, weights } = drawn(shape);
        problem.space.weights.set(weights);
        eachRun(problem, ({ first, count }) => {
          problem.space.scoreRows(count);
          for (let block = 0; block < blocks; block++) {
            const design = problem.design.subarray(first * width);
            const own = weights.subarray(block * width, (block + 1) * width);
            const plain = new Float64Array(count);
            scoreRows({ design, width, count }, own, plain);
            plain.forEach((score, row) => {
              const there = problem.space.scores[block]?.[row] ?? Number.NaN;
              expect(Math.abs(there - score)).toBeLessThanOrEqual(roundOff(width));
            });
          }
        });
      }),
      { numRuns: 50 },
    );
  });

  it('gives a row the same score, to the last bit, wherever it stands', () => {
    const width = 51;
    const row = Float64Array.from({ length: width }, seeded(1));
    const design = new Float64Array(203 * width);
    for (let at = 0; at < 203; at++) design.set(row, at * width);
    const problem = placed({ classes: 2, width, design, targets: new Int32Array(203), inverseL2: 1 });
    problem.space.weights.set(Float64Array.from({ length: width }, seeded(2)));
    const scores = new Set<number>();
    eachRun(problem, ({ count }) => {
      problem.space.scoreRows(count);
      problem.space.scores[0]?.subarray(0, count).forEach((score) => {
        scores.add(score);
      });
    });
    expect(scores.size).toBe(1);
  });

  it('adds up loss and gradient of rows of any shape as they are defined', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const { classes, width, rows } = shape;
        const { problem, blocks, weights } = drawn(shape);
        const { value, gradient } = evaluate(problem, weights);
        const expected = weights.map((weight, at) => (at % width === width - 1 ? 0 : weight));
        let loss = expected.reduce((sum, weight) => sum + (weight * weight) / 2, 0);
        for (let row = 0; row < rows; row++) {
          const x = problem.design.subarray(row * width, (row + 1) * width);
          const scores = Array.from({ length: blocks }, (_, k) =>
            x.reduce((sum, entry, i) => sum + entry * (weights[k * width + i] ?? 0), 0),
          );
          const all = classes === 2 ? [0, ...scores] : scores;
          const total = all.reduce((sum, score) => sum + Math.exp(score), 0);
          const own = row % classes;
          loss += Math.log(total) - (all[own] ?? Number.NaN);
          scores.forEach((score, k) => {
            const residual = Math.exp(score) / total - (own === k + all.length - blocks ? 1 : 0);
            x.forEach((entry, i) => {
              expected[k * width + i] = (expected[k * width + i] ?? 0) + residual * entry;
            });
          });
        }
        expect(value / loss).toBeCloseTo(1, 12);
        gradient.forEach((slope, at) => {
          expect(slope).toBeCloseTo(expected[at] ?? Number.NaN, 11);
        });
      }),
      { numRuns: 50 },
    );
  });
});

/** One row of one column and an intercept: its score is `z`, and the gradient by the intercept is probability - target. */
function single(z: number, target: number) {
  const problem = placed({
    classes: 2,
    width: 2,
    design: Float64Array.of(1, 1),
    targets: Int32Array.of(target),
    inverseL2: Number.POSITIVE_INFINITY,
  });
  const { value, gradient } = evaluate(problem, Float64Array.of(z, 0));
  return { loss: value, residual: gradient[1] ?? Number.NaN };
}

describe('the pass over two classes', () => {
  it('knows a probability to some units of its last digit, however small', () => {
    for (let z = -700; z < 0; z += 0.731) {
      const odds = Math.exp(z);
      expect(Math.abs(single(z, 0).residual / (odds / (1 + odds)) - 1)).toBeLessThan(1e-15);
    }
  });

  it.each([
    [0, 0, Math.LN2, 0.5],
    [0, 1, Math.LN2, -0.5],
    [-0, 1, Math.LN2, -0.5],
    [800, 1, 0, 0],
    [800, 0, 800, 1],
    [-800, 1, 800, -1],
    [1e100, 0, 1e100, 1],
  ])('of log-odds %d and class %d has the loss %d and the residual %d', (z, target, loss, residual) => {
    const found = single(z, target);
    expect(found.loss).toBeCloseTo(loss, 14);
    expect(found.residual).toBeCloseTo(residual, 14);
  });

  it('says so when a score is not a number', () => {
    expect(single(Number.NaN, 0).loss).toBeNaN();
  });
});
