import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sorterFor } from '../../../core/stats/sorter.ts';
import { drawn, laws } from './samples.ts';

/** Bit by bit, so that -0 is not 0. */
const bits = (values: Float64Array) => Buffer.from(values.buffer, values.byteOffset, values.byteLength);

const expectSorted = (values: Float64Array, from: Float64Array) =>
  expect(bits(values).equals(bits(from.slice().sort()))).toBe(true);

describe('the sort of doubles', () => {
  it.each(Object.entries(laws))('puts values of the law "%s" where the built-in sort does', (_, law) => {
    const sorter = sorterFor(5_000);
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 5_000 }), (seed, size) => {
        const sample = drawn(law, size, seed);
        const values = sample.slice();
        sorter.sort(values);
        expectSorted(values, sample);
      }),
      { seed: 7, numRuns: 50 },
    );
  });

  it('gives up on values that differ only in their last bits, and sorts them all the same', () => {
    const falling = Float64Array.from({ length: 4_000 }, (_, at) => 1 + (4_000 - at) * Number.EPSILON);
    const values = falling.slice();
    sorterFor(4_000).sort(values);
    expectSorted(values, falling);
  });

  it('sorts a part of a larger array and touches nothing else', () => {
    const law = laws['normal'] ?? (() => 0);
    const whole = drawn(law, 3_000, 1);
    const part = whole.slice(700, 2_300);
    const before = [...whole.subarray(0, 700), ...whole.subarray(2_300)];
    sorterFor(1_600).sort(whole.subarray(700, 2_300));
    expectSorted(whole.slice(700, 2_300), part);
    expect([...whole.subarray(0, 700), ...whole.subarray(2_300)]).toEqual(before);
  });

  it('sorts memory that threads share', () => {
    const shared = new Float64Array(new SharedArrayBuffer(8 * 2_000));
    shared.set(drawn(laws['any magnitude'] ?? (() => 0), 2_000, 2));
    const sample = Float64Array.from(shared);
    sorterFor(2_000).sort(shared);
    expectSorted(shared, sample);
  });
});
