import { describe, expect, it } from 'vitest';
import { hessianBlocks, hessianDiagonals, type Pair } from '../../../core/estimators/curvature.ts';
import { evaluate } from '../../../core/estimators/objective.ts';
import { placed } from '../../../core/estimators/workspace.ts';
import { problemOf, seeded } from './problem-of.ts';

const step = 1e-5;

describe.each([
  { classes: 2, columns: 3, rows: 41 },
  { classes: 2, columns: 4, rows: 1101 },
  { classes: 3, columns: 2, rows: 9 },
  { classes: 4, columns: 5, rows: 70 },
])(
  'the second derivatives of $classes classes, $columns columns, $rows rows',
  ({ classes, columns, rows }) => {
    const random = seeded(rows);
    const problem = placed(
      problemOf(
        Array.from({ length: rows }, () => Array.from({ length: columns }, random)),
        Array.from({ length: rows }, (_, row) => row % classes),
        0.5,
      ),
    );
    const { width } = problem;
    const blocks = classes === 2 ? 1 : classes;
    const weights = Float64Array.from({ length: blocks * width }, random);

    /** By differences of the gradient. */
    const second = (one: number, other: number) => {
      const ahead = weights.slice();
      const behind = weights.slice();
      ahead[one] = (ahead[one] ?? 0) + step;
      behind[one] = (behind[one] ?? 0) - step;
      const [a, b] = [evaluate(problem, ahead), evaluate(problem, behind)];
      return ((a.gradient[other] ?? 0) - (b.gradient[other] ?? 0)) / (2 * step);
    };

    it('are those of the gradient, for any two rows of weights', () => {
      const all = Array.from({ length: blocks }, (_, block) => block);
      const pairs = all.flatMap((one) => all.map((other): Pair => [one, other]));
      hessianBlocks(problem, weights, pairs).forEach((block, at) => {
        const [one, other] = pairs[at] ?? [0, 0];
        for (let i = 0; i < width; i++) {
          for (let j = 0; j < width; j++) {
            expect(block[i * width + j]).toBeCloseTo(second(one * width + i, other * width + j), 6);
          }
        }
      });
    });

    it('stand on the diagonal alone as well', () => {
      hessianDiagonals(problem, weights).forEach((diagonal, block) => {
        diagonal.forEach((value, i) => {
          expect(value).toBeCloseTo(second(block * width + i, block * width + i), 6);
        });
      });
    });

    it('belong to the gradient, which is that of the value', () => {
      const { gradient } = evaluate(problem, weights);
      gradient.forEach((slope, at) => {
        const ahead = weights.map((weight, i) => (i === at ? weight + step : weight));
        const behind = weights.map((weight, i) => (i === at ? weight - step : weight));
        const difference = evaluate(problem, ahead).value - evaluate(problem, behind).value;
        expect(slope).toBeCloseTo(difference / (2 * step), 5);
      });
    });
  },
);
