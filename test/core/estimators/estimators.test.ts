import { describe, expect, it } from 'vitest';
import type { Estimator } from '../../../core/estimators/estimator.ts';
import { estimatorOf, estimators } from '../../../core/estimators/index.ts';
import { schemaOf } from '../../../core/frame/frame.ts';
import { frameOf } from './frame-of.ts';

const options = { inverseL2: 1 };
const columns = {
  age: [1, 2, null, 8, 9, 7, 3],
  city: ['Rome', null, 'Rome', 'Oslo', 'Oslo', 'Rome', 'Oslo'],
};
const train = frameOf(columns, ['no', 'no', 'no', 'yes', 'yes', 'maybe', null]);
const schema = schemaOf(train);

/** Those that learn: models of others have tests of their own. */
const learners = Object.entries(estimators).filter(([name]) => name !== 'external' && name !== 'onnx');

describe.each(learners)('every estimator: %s', (name, estimator: Estimator) => {
  it('is in the table under its own name and is found by its models', () => {
    expect(estimator.name).toBe(name);
    expect(estimatorOf(estimator.fit(train, schema, options))).toBe(estimator);
  });

  it('gives each row probabilities that sum to 1 and predicts the largest', () => {
    const { probabilities, predicted } = estimator.score(estimator.fit(train, schema, options), train);
    expect(probabilities).toHaveLength(train.rows * 3);
    predicted.forEach((code, row) => {
      const own = Array.from(probabilities.subarray(row * 3, row * 3 + 3));
      expect(own.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
      expect(own[code]).toBe(Math.max(...own));
    });
  });

  it('scores the same after its model went through JSON', () => {
    const model = estimator.fit(train, schema, options);
    const copy = JSON.parse(JSON.stringify(model));
    expect(estimator.score(copy, train)).toEqual(estimator.score(model, train));
    expect(estimator.importance(copy)).toEqual(estimator.importance(model));
  });

  it('gives one importance a feature', () => {
    expect(estimator.importance(estimator.fit(train, schema, options))).toHaveLength(2);
  });

  it('skips unlabelled rows', () => {
    const more = frameOf({ age: [...columns.age, 1e6], city: [...columns.city, 'Lima'] }, [
      ...['no', 'no', 'no', 'yes', 'yes', 'maybe', null],
      null,
    ]);
    expect(estimator.fit(more, schema, options)).toEqual(estimator.fit(train, schema, options));
  });

  it('reads labels by name, not by the order of the dictionary', () => {
    const labels = ['no', 'no', 'no', 'yes', 'yes', 'maybe', null];
    const other = frameOf(columns, labels, ['yes', 'unused', 'maybe', 'no']);
    expect(estimator.fit(other, schema, options)).toEqual(estimator.fit(train, schema, options));
  });

  it('refuses one class only, naming it', () => {
    const single = frameOf({ age: [1, 2], city: ['Rome', 'Oslo'] }, ['no', 'no']);
    expect(() => estimator.fit(single, schema, options)).toThrowError(
      expect.objectContaining({ code: 'not_enough_data', message: expect.stringContaining('"no"') }),
    );
  });

  it.each([[[]], [[null, null]]])('refuses to learn from labels %j', (labels) => {
    const frame = frameOf({ age: labels.map(() => 1), city: labels.map(() => 'Rome') }, labels);
    expect(() => estimator.fit(frame, schema, options)).toThrowError(
      expect.objectContaining({ code: 'not_enough_data' }),
    );
  });

  it('scores no rows at all', () => {
    const none = frameOf({ age: [], city: [] }, []);
    const empty = { ...none, columns: train.columns.map((column) => ({ ...column, ...noValues })) };
    expect(estimator.score(estimator.fit(train, schema, options), empty).predicted).toHaveLength(0);
  });
});

const noValues = { values: new Float64Array(0), codes: new Int32Array(0) };

describe('estimatorOf', () => {
  it.each(['forest', 'toString'])('refuses a model of an unknown estimator "%s"', (estimator) => {
    expect(() => estimatorOf({ estimator, schema, parameters: {} })).toThrowError(
      expect.objectContaining({
        code: 'unsupported',
        message: expect.stringContaining('logistic, majority, external'),
      }),
    );
  });
});
