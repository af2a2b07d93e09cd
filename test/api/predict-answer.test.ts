// The answer of /predict is written without the objects it tells of.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { predictAnswer } from '../../api/predict-answer.ts';
import { type Answers, rowByRow } from '../../core/ops/predict-result.ts';

const share = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(Number.NaN, -0, 1e-7));
const answers: fc.Arbitrary<Answers> = fc
  .tuple(
    fc.uniqueArray(fc.oneof(fc.string(), fc.constantFrom('10', '2', '__proto__', '"\\', '\u00e9\ud800')), {
      minLength: 1,
      maxLength: 4,
    }),
    fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 40, max: 60 })),
  )
  .chain(([classes, rows]) =>
    fc.record({
      id: fc.uuid(),
      classes: fc.constant(classes),
      codes: fc
        .array(fc.nat(classes.length - 1), { minLength: rows, maxLength: rows })
        .map((codes) => Int32Array.from(codes)),
      shares: fc
        .array(share, { minLength: rows * classes.length, maxLength: rows * classes.length })
        .map((shares) => Float64Array.from(shares)),
    }),
  );

describe('the answer of /predict', () => {
  it('is the very text of an object a row', () => {
    fc.assert(
      fc.property(answers, fc.string(), fc.boolean(), (columns, watch, stored) => {
        const result = { watch, version: 3, predictions: rowByRow(columns), stored };
        const { value } = predictAnswer({ ...result, columns });
        expect(value).toBe(JSON.stringify(result));
      }),
      { numRuns: 1_000, seed: 5 },
    );
  });

  it('is the result itself where its rows are explained', () => {
    const prediction = { id: 'a', label: 'yes', probabilities: { yes: 1 }, explanation: null };
    const result = { watch: 'shop', version: 3, predictions: [prediction], stored: true };
    expect(predictAnswer(result)).toEqual({ value: result });
  });
});
