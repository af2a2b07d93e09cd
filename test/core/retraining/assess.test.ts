import { describe, expect, it } from 'vitest';
import { asServed, fitModel, outOfFold } from '../../../core/retraining/assess.ts';
import { frameOf } from '../estimators/frame-of.ts';

const options = { inverseL2: 1 };

describe('the quality of a model as it was served elsewhere', () => {
  const schema = { features: [{ name: 'x', kind: 'numeric' as const }], classes: ['no', 'yes'] };
  const model = { estimator: 'external', schema, parameters: { scored: true } };
  /** Twenty times the same four rows: one is missed, one said nothing, and of one nothing is known. */
  const served = (rounds: number, scores: readonly number[] | null) => {
    const repeated = <T>(values: readonly T[]) => Array.from({ length: rounds }, () => values).flat();
    const labels = repeated(['yes', 'no', 'no', 'yes', null]);
    return {
      ...frameOf({ x: labels.map(() => 1) }, labels),
      answers: {
        predicted: {
          kind: 'categorical' as const,
          name: 'prediction',
          codes: Int32Array.from(repeated([1, 1, 0, -1, 0])),
          categories: ['no', 'yes'],
        },
        scores: scores && Float64Array.from(repeated(scores)),
      },
    };
  };

  it('is measured on the labelled rows it answered', () => {
    const rows = served(20, [0.8, 0.6, 0.2, Number.NaN, 0.1]);
    const { quality, majorityShare } = asServed({ model, rows });
    expect(quality).toEqual({
      rows: 60,
      accuracy: 40 / 60,
      logLoss: expect.closeTo(-(Math.log(0.8) + Math.log(0.4) + Math.log(0.8)) / 3, 12),
      auc: 1,
      // |1 - 0.8|, |0 - 0.6| and |0 - 0.2|, each a third.
      ece: expect.closeTo(1 / 3, 12),
    });
    expect(majorityShare).toBe(40 / 60);
  });

  it('has no log-loss and no area without scores', () => {
    const bare = { ...model, parameters: { scored: false } };
    expect(asServed({ model: bare, rows: served(20, null) }).quality).toEqual({
      rows: 60,
      accuracy: 40 / 60,
      logLoss: null,
      auc: null,
      ece: null,
    });
  });

  it('is not known from fewer than fifty of them', () => {
    expect(asServed({ model, rows: served(17, null) }).quality?.rows).toBe(51);
    expect(asServed({ model, rows: served(16, null) })).toEqual({
      quality: null,
      majorityShare: 1,
      calibration: null,
    });
  });
});

describe('the out-of-fold baseline', () => {
  it('never judges a row by a model that was fitted to it', () => {
    // Classes alternate in blocks of five, so each fold of the other four knows both: the majority of four fifths.
    const labels = Array.from({ length: 50 }, (_, row) => (row < 30 ? 'no' : 'yes'));
    const train = frameOf({ x: labels.map((_, row) => row) }, labels);
    const schema = { features: [{ name: 'x', kind: 'numeric' as const }], classes: ['no', 'yes'] };
    const { quality, majorityShare } = outOfFold({ estimator: 'majority', train, schema, options });
    expect(quality).toMatchObject({ rows: 50, accuracy: 0.6 });
    expect(majorityShare).toBe(0.6);
  });

  it('leaves unlabelled rows out', () => {
    const labels = Array.from({ length: 40 }, (_, row) =>
      row % 4 === 0 ? null : row % 2 === 0 ? 'no' : 'yes',
    );
    const train = frameOf({ x: labels.map((label) => (label === 'yes' ? 1 : 0)) }, labels);
    const schema = { features: [{ name: 'x', kind: 'numeric' as const }], classes: ['no', 'yes'] };
    const { quality } = outOfFold({ estimator: 'logistic', train, schema, options });
    expect(quality).toMatchObject({ rows: 30, accuracy: 1 });
  });

  it('says so when there is but one class, and when nobody knows the estimator', () => {
    const train = frameOf({ x: [1, 2, 3, 4, 5, 6] }, Array<string>(6).fill('no'));
    const schema = { features: [{ name: 'x', kind: 'numeric' as const }], classes: ['no'] };
    const given = { train, schema, options };
    expect(() => outOfFold({ ...given, estimator: 'logistic' })).toThrow(
      expect.objectContaining({ code: 'not_enough_data' }),
    );
    expect(() => fitModel({ ...given, estimator: 'oracle' })).toThrow(
      expect.objectContaining({ code: 'invalid_config' }),
    );
  });
});
