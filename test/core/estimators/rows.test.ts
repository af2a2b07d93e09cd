import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreRows } from '../../../core/estimators/rows.ts';
import { seeded } from './problem-of.ts';

const shapes = fc.record({ width: fc.integer({ min: 1, max: 40 }), rows: fc.integer({ min: 0, max: 70 }) });

describe('rows', () => {
  it('scores each row of any shape, the same bits wherever it stands', () => {
    fc.assert(
      fc.property(shapes, ({ width, rows }) => {
        const design = Float64Array.from({ length: rows * width }, seeded(width));
        const weights = Float64Array.from({ length: width }, seeded(rows));
        const scores = new Float64Array(rows);
        scoreRows({ design, width, count: rows }, weights, scores);
        scores.forEach((score, row) => {
          const start = row * width;
          expect(score).toBe(weights.reduce((sum, weight, i) => sum + weight * (design[start + i] ?? 0), 0));
        });
      }),
    );
  });
});
