import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sorterFor } from '../../../core/stats/sorter.ts';
import { drawn, laws } from './samples.ts';

/** Bit by bit, so that -0 is not 0. */
const bits = (values: Float64Array) => Buffer.from(values.buffer, values.byteOffset, values.byteLength);

const expectSorted = (values: Float64Array, from: Float64Array) =>
  expect(bits(values).equals(bits(from.filter(Number.isFinite).sort()))).toBe(true);

describe('the sort of doubles', () => {
  it.each(Object.entries(laws))('puts values of the law "%s" where the built-in sort does', (_, law) => {
    const sorter = sorterFor(5_000);
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 5_000 }), (seed, size) => {
        const sample = drawn(law, size, seed);
        expectSorted(sorter.sortFinite(sample), sample);
      }),
      { seed: 7, numRuns: 50 },
    );
  });

  it.each([900, 4_000])('leaves out what is not finite, of %i values', (size) => {
    const column = Float64Array.from(
      { length: size },
      (_, at) => [Number.NaN, Infinity, -Infinity, 7 - at][at % 4] ?? 0,
    );
    const before = column.slice();
    const sorted = sorterFor(size).sortFinite(column);
    expect(sorted.length).toBe(size / 4);
    expectSorted(sorted, column);
    expect(bits(column).equals(bits(before))).toBe(true);
  });

  it('gives up on values that differ only in their last bits, and sorts them all the same', () => {
    const falling = Float64Array.from({ length: 4_000 }, (_, at) => 1 + (4_000 - at) * Number.EPSILON);
    expectSorted(sorterFor(4_000).sortFinite(falling), falling);
  });

  it('sorts memory that threads share', () => {
    const shared = new Float64Array(new SharedArrayBuffer(8 * 2_000));
    shared.set(drawn(laws['any magnitude'] ?? (() => 0), 2_000, 2));
    expectSorted(sorterFor(2_000).sortFinite(shared), Float64Array.from(shared));
  });
});
