import { describe, expect, it } from 'vitest';
import { generate, type Stream, streamNames } from './streams.ts';

const at = ({ rows }: Stream, name: string, row: number) => {
  const column = rows.columns.find((each) => each.name === name);
  return column?.kind === 'numeric' ? (column.values[row] ?? Number.NaN) : Number.NaN;
};

/** Share of the rows from `first` to before `end` where a rule and the label agree. */
function agreement(
  stream: Stream,
  [first, end]: readonly [number, number],
  rule: (row: number) => boolean,
): number {
  let agree = 0;
  for (let row = first; row < end; row++) agree += Number(Number(rule(row)) === stream.rows.label.codes[row]);
  return agree / (end - first);
}

describe('the generated streams', () => {
  it.each(streamNames)('%s is the same for the same seed and another for another', (name) => {
    expect(generate(name, 200, 1)).toEqual(generate(name, 200, 1));
    expect(generate(name, 200, 2).rows.label.codes).not.toEqual(generate(name, 200, 1).rows.label.codes);
  });

  it('say where each concept begins', () => {
    expect(generate('SINE1', 1_000, 1).changes).toEqual([1_000, 2_000, 3_000, 4_000]);
    expect(generate('SEA', 1_000, 1).changes).toEqual([1_000, 2_000, 3_000]);
    expect(generate('SEA', 1_000, 1).rows.rows).toBe(4_000);
  });

  it('SINE1 is positive below the curve, then above it, with a tenth of the labels turned over', () => {
    const stream = generate('SINE1', 5_000, 3);
    const below = (row: number) => at(stream, 'y', row) < Math.sin(at(stream, 'x', row));
    // Three deviations of a share of 0.9 of 4,800 rows are 0.013.
    expect(agreement(stream, [0, 4_800], below)).toBeCloseTo(0.9, 1.6);
    expect(agreement(stream, [5_200, 9_800], below)).toBeCloseTo(0.1, 1.6);
  });

  it('give way to the new concept around the change, not at one row', () => {
    const agree = Array.from({ length: 40 }, (_, seed) => {
      const stream = generate('SINE1', 200, seed);
      const below = (row: number) => at(stream, 'y', row) < Math.sin(at(stream, 'x', row));
      return agreement(stream, [190, 210], below);
    });
    const mean = agree.reduce((sum, share) => sum + share, 0) / agree.length;
    expect(mean).toBeGreaterThan(0.45);
    expect(mean).toBeLessThan(0.55);
  });

  it('SEA asks whether two of three features stay below a limit that moves', () => {
    const stream = generate('SEA', 4_000, 5);
    const below = (limit: number) => (row: number) => at(stream, 'f1', row) + at(stream, 'f2', row) <= limit;
    for (const [concept, limit] of [8, 9, 7, 9.5].entries())
      expect(
        agreement(stream, [concept * 4_000 + 200, concept * 4_000 + 3_800], below(limit)),
      ).toBeGreaterThan(0.88);
  });

  it('CIRCLES grow, MIXED is a vote of three', () => {
    const circles = generate('CIRCLES', 4_000, 6);
    const positive = (first: number) => agreement(circles, [first, first + 3_000], () => true);
    // Area of the circle, of which a tenth turns over, and of what is outside: 0.8 x area + 0.1.
    expect(positive(0)).toBeCloseTo(0.8 * Math.PI * 0.15 ** 2 + 0.1, 1.4);
    expect(positive(8_500)).toBeCloseTo(0.8 * Math.PI * 0.25 ** 2 + 0.1, 1.4);
    const mixed = generate('MIXED', 4_000, 7);
    const wave = (row: number) => 0.5 + 0.3 * Math.sin(3 * Math.PI * at(mixed, 'x', row));
    const vote = (row: number) =>
      at(mixed, 'v', row) + at(mixed, 'w', row) + Number(at(mixed, 'y', row) < wave(row)) >= 2;
    expect(agreement(mixed, [0, 3_800], vote)).toBeCloseTo(0.9, 1.6);
  });

  it('refuse a name that is none of them', () => {
    expect(() => generate('SINE2', 10, 1)).toThrow('there is no stream SINE2');
  });
});
