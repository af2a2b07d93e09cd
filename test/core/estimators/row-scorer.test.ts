// Rows one by one are scored as whole frames are, to the last bit.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FittedModel } from '../../../core/estimators/estimator.ts';
import { logistic } from '../../../core/estimators/logistic.ts';
import { majority } from '../../../core/estimators/majority.ts';
import { rowScorerOf } from '../../../core/estimators/row-scorer.ts';
import { frameOfCells } from '../../../core/frame/records.ts';

const categories = ['blue', 'green', 'red'];

function modelOf(classes: readonly string[], weights: readonly (readonly number[])[]): FittedModel {
  return {
    estimator: 'logistic',
    schema: {
      features: [
        { name: 'age', kind: 'numeric' },
        { name: 'colour', kind: 'categorical' },
        { name: 'flat', kind: 'numeric' },
        { name: 'size', kind: 'numeric' },
      ],
      classes,
    },
    parameters: {
      encoding: [
        { kind: 'numeric', name: 'age', mean: 40, deviation: 12 },
        { kind: 'categorical', name: 'colour', categories, shares: [0.2, 0.3, 0.5] },
        { kind: 'numeric', name: 'flat', mean: 7, deviation: 0 },
        { kind: 'numeric', name: 'size', mean: -1e-3, deviation: 1e-300 },
      ],
      classes: classes.length === 2 ? [0, 1] : [0, 1, 3],
      weights,
      iterations: 1,
      converged: true,
    },
  };
}

const two = modelOf(['no', 'yes'], [[0.3, -1.1, 0.4, 0.7, 2, 1e-9, -0.2]]);
/** Training saw no row of the class `c`. */
const many = modelOf(
  ['a', 'b', 'c', 'd'],
  [
    [0.3, -1.1, 0.4, 0.7, 2, 1e-9, -0.2],
    [-0.1, 0.5, 1.4, -0.7, 1, -1e-9, 0.1],
    [1.3, 0.2, -0.4, 0.1, 0, 1e-9, 0.3],
  ],
);

const number = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }));
const row = fc.tuple(number, fc.option(fc.constantFrom(...categories, 'mauve')), number, number);

describe('rows that are scored one by one', () => {
  it.each([
    ['two classes', two],
    ['many classes, one of them never seen', many],
  ])('get what a frame of them gets, to the last bit: %s', (_, model) => {
    const scoreRow = rowScorerOf(model);
    if (scoreRow === null) throw new Error('it is a logistic regression');
    const total = model.schema.classes.length;
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 9 }), (rows) => {
        const whole = logistic.score(model, frameOfCells(rows, model.schema));
        const probabilities = new Float64Array(rows.length * total);
        const predicted = Int32Array.from(rows, (cells, at) => scoreRow(cells, 0, probabilities, at * total));
        expect(probabilities).toEqual(whole.probabilities);
        expect(predicted).toEqual(whole.predicted);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('are right: the log-odds of a row worked out by hand', () => {
    const probabilities = new Float64Array(2);
    expect(rowScorerOf(two)?.([52, 'green', 7, null], 0, probabilities, 0)).toBe(1);
    // 0.3 * 1 + 0.4 - 0.2
    expect(probabilities[1]).toBeCloseTo(1 / (1 + Math.exp(-0.5)), 14);
    expect((probabilities[0] ?? 0) + (probabilities[1] ?? 0)).toBeCloseTo(1, 14);
  });

  it('are scored in no other way where the model is none of ours', () => {
    const estimator = majority.name;
    expect(rowScorerOf({ ...two, estimator })).toBeNull();
  });
});
