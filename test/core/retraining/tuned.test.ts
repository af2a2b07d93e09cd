import { describe, expect, it } from 'vitest';
import { fitModel } from '../../../core/retraining/assess.ts';
import { fitTuned } from '../../../core/retraining/tuned.ts';
import { frameOf } from '../estimators/frame-of.ts';

const golden = (Math.sqrt(5) - 1) / 2;

/** Evenly spread features, the first of which decides as far as `signal` outweighs what else does. */
function rowsOf({ rows, width, signal }: { rows: number; width: number; signal: number }) {
  const cell = (row: number, column: number) =>
    ((row + 1) * (column + 1) * golden * Math.sqrt(column + 2)) % 1;
  const at = Array.from({ length: rows }, (_, row) => row);
  const columns = Array.from({ length: width }, (_, column) => [
    `x${column}`,
    at.map((row) => cell(row, column)),
  ]);
  const labels = at.map((row) =>
    signal * (cell(row, 0) - 0.5) + (((row + 1) * Math.sqrt(7)) % 1) - 0.5 > 0 ? 'yes' : 'no',
  );
  const train = frameOf(Object.fromEntries(columns), labels, ['no', 'yes']);
  const features = train.columns.map(({ name, kind }) => ({ name, kind }));
  return { estimator: 'logistic', train, schema: { features, classes: ['no', 'yes'] } };
}

describe('the strength of the penalty', () => {
  // scikit-learn 1.9.1, LogisticRegression on standardised columns, folds by row mod 5, pooled log-loss for C = 0.1, 1, 10:
  it.each([
    // 0.7157, 0.7936, 0.8292
    { rows: 60, width: 8, signal: 0.2, best: 0.1 },
    // 0.2503, 0.1182, 0.0627
    { rows: 200, width: 2, signal: 20, best: 10 },
  ])('is $best for $rows rows of $width columns and a signal of $signal', ({ best, ...facts }) => {
    const input = rowsOf(facts);
    const { model, options } = fitTuned(input);
    expect(options).toEqual({ inverseL2: best });
    expect(model).toEqual(fitModel({ ...input, options }));
  });

  it('is the default where none is better, or folds are too few to tell', () => {
    const input = rowsOf({ rows: 60, width: 8, signal: 0.2 });
    expect(fitTuned({ ...input, estimator: 'majority' }).options).toEqual({ inverseL2: 1 });
    const lonely = frameOf({ x: [1, 2, 3, 4, 5, 6] }, ['no', 'no', 'yes', 'no', 'no', 'no']);
    const schema = { features: [{ name: 'x', kind: 'numeric' as const }], classes: ['no', 'yes'] };
    expect(fitTuned({ estimator: 'logistic', train: lonely, schema }).options).toEqual({ inverseL2: 1 });
  });

  it('says so when there is but one class', () => {
    const input = rowsOf({ rows: 60, width: 2, signal: 0 });
    const train = { ...input.train, label: { ...input.train.label, codes: new Int32Array(60) } };
    expect(() => fitTuned({ ...input, train })).toThrow(expect.objectContaining({ code: 'not_enough_data' }));
  });
});
