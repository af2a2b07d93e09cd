import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addRows, eachRun, rowsAtATime, scoreRows } from '../../../core/estimators/rows.ts';
import { seeded } from './problem-of.ts';

const shapes = fc.record({ width: fc.integer({ min: 1, max: 40 }), rows: fc.integer({ min: 0, max: 70 }) });

describe('rows', () => {
  it('scores each row of any shape, the same bits wherever it stands in a run', () => {
    fc.assert(
      fc.property(shapes, fc.nat(5), ({ width, rows }, first) => {
        const design = Float64Array.from({ length: (rows + first) * width }, seeded(width));
        const weights = Float64Array.from({ length: width }, seeded(rows));
        const scores = new Float64Array(rows);
        scoreRows({ design, width, first, count: rows }, weights, scores);
        scores.forEach((score, row) => {
          const start = (first + row) * width;
          expect(score).toBe(weights.reduce((sum, weight, i) => sum + weight * (design[start + i] ?? 0), 0));
        });
      }),
    );
  });

  it('adds up weighted rows of any shape', () => {
    fc.assert(
      fc.property(shapes, ({ width, rows }) => {
        const design = Float64Array.from({ length: rows * width }, seeded(width));
        const factors = Float64Array.from({ length: rows }, seeded(rows));
        const total = new Float64Array(width).fill(1);
        addRows({ design, width, first: 0, count: rows }, factors, total);
        total.forEach((sum, i) => {
          const plain = factors.reduce(
            (all, factor, row) => all + factor * (design[row * width + i] ?? 0),
            1,
          );
          expect(sum).toBeCloseTo(plain, 10);
        });
      }),
    );
  });

  it.each([1, 11, 51, 5000])(
    'goes over every row once, in fours but for the last run (width %d)',
    (width) => {
      const seen: number[] = [];
      eachRun({ design: new Float64Array(0), width, rows: 1003 }, ({ first, count }) => {
        expect(first % 4).toBe(0);
        for (let row = first; row < first + count; row++) seen.push(row);
      });
      expect(seen).toEqual(Array.from({ length: 1003 }, (_, row) => row));
      expect(rowsAtATime(width) % 4).toBe(0);
    },
  );
});
