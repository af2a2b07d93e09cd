// Rows of numbers mean what the same rows mean as objects.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Schema } from '../../../core/frame/frame.ts';
import { type NumberRows, recordsOf } from '../../../core/frame/number-rows.ts';
import { cellsIn, recordReader } from '../../../core/frame/records.ts';

const numeric: Schema = {
  features: [
    { name: 'a', kind: 'numeric' },
    { name: 'b', kind: 'numeric' },
  ],
  classes: [],
};
const mixed: Schema = { ...numeric, features: [...numeric.features, { name: 'c', kind: 'categorical' }] };

const rows: fc.Arbitrary<NumberRows> = fc
  .shuffledSubarray(['a', 'b', 'c', 'old', 'strange'], { minLength: 1 })
  .chain((names) =>
    fc
      .array(fc.tuple(...names.map(() => fc.double({ noNaN: true, noDefaultInfinity: true }))), {
        minLength: 1,
        maxLength: 4,
      })
      .map((cells) => ({ names, numbers: Float64Array.from(cells.flatMap((row) => [7, 7, ...row])) })),
  );

function outcomeOf(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return error;
  }
}

describe('rows of numbers', () => {
  it.each([
    ['numeric features', numeric],
    ['a categorical feature among them', mixed],
  ])('are read, and refused, as objects are: %s', (_what, schema) => {
    const read = recordReader(schema, ['old']);
    fc.assert(
      fc.property(rows, (given) => {
        expect(outcomeOf(() => cellsIn(read(given)))).toEqual(
          outcomeOf(() => cellsIn(read(recordsOf(given)))),
        );
      }),
      { numRuns: 500, seed: 3 },
    );
  });

  it('come in the order of the schema, whatever theirs is', () => {
    const read = recordReader(numeric, ['old']);
    const numbers = Float64Array.of(0, 0, 9, 1, 2, 0, 0, 8, 3, 4);
    const rows = read({ names: ['old', 'b', 'a'], numbers });
    expect(cellsIn(rows)).toEqual([
      [2, 1],
      [4, 3],
    ]);
    expect(rows.numbers).not.toBeNull();
  });

  it('are not copied where their order is that of the schema', () => {
    const numbers = Float64Array.of(0, 0, 1, 2);
    expect(recordReader(numeric)({ names: ['a', 'b'], numbers }).numbers).toBe(numbers);
  });
});
