import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisOf } from '../../../bot/chart/axis.ts';

const labels = (values: readonly number[], limits: readonly [number, number] | null = null) =>
  axisOf(values, limits, 'en-GB').ticks.map(({ label }) => label);

describe('the axis of values', () => {
  it.each([
    ['scores from 0', [0, 0.31, 0.2], [0, 1], ['0.0', '0.1', '0.2', '0.3', '0.4']],
    ['accuracies', [0.81, 0.93], [0, 1], ['0.80', '0.85', '0.90', '0.95']],
    ['whole numbers', [0, 8], null, ['0', '2', '4', '6', '8']],
    ['thousands', [1_200, 4_900], null, ['1000', '2000', '3000', '4000', '5000']],
    ['below and above zero', [-0.4, 0.5], null, ['-0.5', '0.0', '0.5']],
  ] as const)('has round numbers around %s', (_, values, limits, expected) => {
    expect(labels(values, limits)).toEqual(expected);
  });

  it('does not blow noise up, and stays within the limits', () => {
    expect(labels([0.901, 0.9012], [0, 1])).toEqual(['0.85', '0.90', '0.95', '1.00']);
    expect(labels([1, 1], [0, 1])).toEqual(['0.90', '0.95', '1.00']);
    expect(labels([0, 0], [0, 1])).toEqual(['0.00', '0.05', '0.10']);
  });

  it('is the limits, or 0 to 1, where there is nothing', () => {
    expect(axisOf([], [0, 0.5], 'en-GB')).toMatchObject({ low: 0, high: 0.5 });
    expect(axisOf([], null, 'en-GB')).toMatchObject({ low: 0, high: 1 });
  });

  it('has the decimal mark of its language', () => {
    expect(axisOf([0, 0.31], [0, 1], 'fr').ticks.map(({ label }) => label)).toEqual([
      '0,0',
      '0,1',
      '0,2',
      '0,3',
      '0,4',
    ]);
  });

  it('holds every value between few ticks', () => {
    const value = fc.double({ min: -1e12, max: 1e12, noNaN: true });
    const some = fc.array(value, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(some, (values) => {
        const { low, high, ticks } = axisOf(values, null, 'en-GB');
        const slack = (high - low) * 1e-5;
        expect(low).toBeLessThanOrEqual(Math.min(...values) + slack);
        expect(high).toBeGreaterThanOrEqual(Math.max(...values) - slack);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(8);
      }),
      { seed: 20261122, numRuns: 500 },
    );
  });
});
