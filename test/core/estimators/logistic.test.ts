import { describe, expect, it } from 'vitest';
import { logistic } from '../../../core/estimators/logistic.ts';
import { schemaOf } from '../../../core/frame/frame.ts';
import { frameOf } from './frame-of.ts';

const options = { inverseL2: 1 };

describe('logistic', () => {
  it('separates two classes and is sure far from the border', () => {
    const train = frameOf({ x: [-3, -2, -1, 1, 2, 3] }, ['low', 'low', 'low', 'high', 'high', 'high']);
    const schema = schemaOf(train);
    const model = logistic.fit(train, schema, { inverseL2: 1e6 });
    const { predicted, probabilities } = logistic.score(model, frameOf({ x: [-9, 9] }, [null, null]));
    expect(Array.from(predicted, (code) => schema.classes[code])).toEqual(['low', 'high']);
    expect(probabilities[0]).toBeLessThan(1e-6);
    expect(probabilities[2]).toBeGreaterThan(1 - 1e-6);
  });

  it('gives missing, unseen and infinite values probabilities, never NaN', () => {
    const train = frameOf(
      { x: [1, 2, 3, 4], c: ['p', 'q', 'p', 'q'], flat: [5, 5, 5, 5], none: [null, null, null, null] },
      ['a', 'b', 'c', 'b'],
    );
    const model = logistic.fit(train, schemaOf(train), options);
    const rows = frameOf(
      {
        x: [null, Number.POSITIVE_INFINITY, -1e308, 1e308],
        c: ['new', null, 'p', 'q'],
        flat: [null, 6, 5, 5],
        none: [1, null, 3, Number.NEGATIVE_INFINITY],
      },
      [null, null, null, null],
    );
    const { probabilities } = logistic.score(model, rows);
    expect(probabilities.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(JSON.stringify(model)).not.toContain('null');
    expect(logistic.importance(model).every(Number.isFinite)).toBe(true);
  });

  it('gives a class of the schema that training never saw probability 0', () => {
    const train = frameOf({ x: [1, 2, 3, 4] }, ['a', 'a', 'c', 'c']);
    const schema = { features: schemaOf(train).features, classes: ['a', 'b', 'c'] };
    const { probabilities, predicted } = logistic.score(logistic.fit(train, schema, options), train);
    expect(Array.from(predicted)).toEqual([0, 0, 2, 2]);
    expect(probabilities[1]).toBe(0);
    expect((probabilities[0] ?? 0) + (probabilities[2] ?? 0)).toBeCloseTo(1, 12);
  });

  it('weighs features by |weight| x deviation: a mirrored pair alike, a constant not at all', () => {
    const x = [1, 2, 3, 4, 5, 6];
    const train = frameOf({ x, mirrored: x.map((value) => 100 - 10 * value), flat: x.map(() => 1) }, [
      ...['a', 'a', 'b'],
      ...['a', 'b', 'b'],
    ]);
    const importance = logistic.importance(logistic.fit(train, schemaOf(train), options));
    expect(importance[0]).toBeCloseTo(0.5, 9);
    expect(importance[1]).toBeCloseTo(0.5, 9);
    expect(importance[2]).toBe(0);
  });

  it('weighs a one-hot feature by the root of the sum of squares of its columns', () => {
    const parameters = {
      encoding: [
        { kind: 'numeric', name: 'x', mean: 0, deviation: 1 },
        { kind: 'categorical', name: 'c', categories: ['p', 'q'], shares: [0.5, 0.2] },
      ],
      classes: [0, 1],
      weights: [[1, 6, -10, 0.3]],
      iterations: 1,
      converged: true,
    };
    const importance = logistic.importance({
      estimator: 'logistic',
      schema: { features: [], classes: [] },
      parameters,
    });
    // 1 x 1 against sqrt((6 x 0.5)^2 + (10 x 0.4)^2) = 5
    expect(importance[0]).toBeCloseTo(1 / 6, 12);
    expect(importance[1]).toBeCloseTo(5 / 6, 12);
  });

  it('gives importance 0 to all when no feature says anything', () => {
    const train = frameOf({ flat: [1, 1], none: [null, null] }, ['a', 'b']);
    expect(Array.from(logistic.importance(logistic.fit(train, schemaOf(train), options)))).toEqual([0, 0]);
  });

  it('refuses rows without a column it was trained on, or with one of the other kind, by name', () => {
    const train = frameOf({ x: [1, 2, 3], c: ['p', 'q', 'p'] }, ['a', 'b', 'a']);
    const model = logistic.fit(train, schemaOf(train), options);
    expect(() => logistic.score(model, frameOf({ x: [1] }, [null]))).toThrowError(
      expect.objectContaining({ code: 'bad_data', message: expect.stringContaining('"c"') }),
    );
    expect(() => logistic.score(model, frameOf({ x: ['one'], c: ['p'] }, [null]))).toThrowError(
      expect.objectContaining({ code: 'bad_data', message: expect.stringContaining('"x" is categorical') }),
    );
  });
});
