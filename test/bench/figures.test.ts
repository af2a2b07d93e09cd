// The bench's arithmetic, on figures worked out by hand.
import { describe, expect, it } from 'vitest';
import { median, type Row, ratioOf, rowOf, spreadOf, verdictOf } from './figures.ts';

const facts = { subject: 'drift', what: '20 x 1,000', unit: 'ns/value' };

describe('the figures of the bench', () => {
  it('take the middle of an odd count and the mean of the two in the middle of an even one', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([8, 1, 4, 2])).toBe(3);
    expect(() => median([])).toThrow(RangeError);
    expect(spreadOf([3, 1, 8])).toEqual({ median: 3, least: 1, most: 8 });
  });

  it('take the ratio within each pair before the median, so that a slow minute cancels', () => {
    // The second pair ran on a machine four times as slow; medians of the sides would say 20 / 40.
    expect(ratioOf([10, 40, 20], [20, 80, 40])).toBe(0.5);
    expect(ratioOf([10, 40, 20], [20, 40, 100])).toBe(0.5);
    expect(ratioOf([1, 6], [4, 8])).toBe(0.5);
  });

  it('make a row of measurements, with a peer and without', () => {
    const withPeer = rowOf({ ...facts, targets: { ratio: 0.5 } }, [10, 12], {
      name: 'scipy',
      theirs: [40, 60],
    });
    expect(withPeer).toEqual({
      ...facts,
      cold: null,
      difference: null,
      note: '',
      targets: { ratio: 0.5 },
      ours: { median: 11, least: 10, most: 12 },
      peer: { name: 'scipy', spread: { median: 50, least: 40, most: 60 } },
      ratio: 0.225,
    });
    expect(rowOf(facts, [7], { name: 'scipy', theirs: [] })).toMatchObject({ peer: null, ratio: null });
  });

  const row: Row = { ...rowOf(facts, [20]), ratio: 0.02, difference: 1e-15 };
  it.each([
    ['met', { value: 30, ratio: 0.04, difference: 1e-12 }, {}],
    ['met', { value: 20 }, {}],
    ['not met', { value: 19.9 }, {}],
    ['not met', { value: 30, ratio: 0.01 }, {}],
    ['not met', { difference: 1e-16 }, {}],
    ['not met', { ratio: 0.04 }, { ratio: Number.NaN }],
    ['not met', { value: 10, ratio: 0.04 }, { ratio: null }],
    ['no peer', { value: 30, ratio: 0.04 }, { ratio: null }],
    ['met', { least: 20 }, {}],
    ['not met', { least: 20.1 }, {}],
    ['met', { leastRatio: 0.02 }, {}],
    ['not met', { leastRatio: 0.021 }, {}],
    ['not met', { leastRatio: 0.01 }, { ratio: Number.NaN }],
    ['no peer', { leastRatio: 2 }, { ratio: null }],
    ['', {}, {}],
  ] as const)('judge "%s" for %j', (verdict, targets, found) => {
    expect(verdictOf({ ...row, targets, ...found })).toBe(verdict);
  });
});
