import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainPredictInput, predictInput } from '../../../core/ops/predict-input.ts';

const row = fc
  .dictionary(fc.string(), fc.jsonValue())
  .map((value) => JSON.parse(JSON.stringify(value)) as unknown);
const input = fc.record(
  {
    watch: fc.oneof(fc.string(), fc.jsonValue()),
    rows: fc.oneof(
      fc.array(row, { maxLength: 4 }),
      fc.array(fc.jsonValue(), { maxLength: 2 }),
      fc.jsonValue(),
    ),
    explain: fc.oneof(fc.boolean(), fc.jsonValue()),
    other: fc.jsonValue(),
  },
  { requiredKeys: ['rows'] },
);

describe('the input of a prediction', () => {
  it('is what its schema says it is, where the schema is not asked', () => {
    let plain = 0;
    fc.assert(
      fc.property(fc.oneof(input, fc.jsonValue()), (given) => {
        const found = plainPredictInput(given);
        if (found === null) return;
        plain += 1;
        expect(predictInput.parse(given)).toEqual(found);
      }),
      { numRuns: 2_000, seed: 11 },
    );
    expect(plain).toBeGreaterThan(20);
  });

  it.each([
    [{ rows: [] }],
    [{ rows: Array.from({ length: 1_001 }, () => ({})) }],
    [{ rows: [{}, null] }],
    [{ rows: [[1]] }],
    [{ rows: 'x' }],
    [{ rows: [{}], explain: 'true' }],
    [{ rows: [{}], watch: 7 }],
    [{ rows: [{}], more: 1 }],
    [null],
    [7],
  ])('goes to the schema for its faults: %#', (given) => {
    expect(plainPredictInput(given)).toBeNull();
    expect(predictInput.safeParse(given).success).toBe(false);
  });

  it('is plain in the forms that programs send', () => {
    expect(plainPredictInput({ rows: [{ x: 1 }] })).toEqual({ rows: [{ x: 1 }], explain: false });
    const full = { watch: 'shop', rows: [{ x: 1 }, {}], explain: true };
    expect(plainPredictInput(full)).toEqual(full);
  });
});
