// The short form of the false-alarm benchmark: two weeks of every world, and a few changes of every size.
import { describe, expect, it } from 'vitest';
import { type Delay, delays, leastDelay, type Scenario } from '../../bench/drift/delays.ts';
import { falseAlarms } from '../../bench/drift/weeks.ts';

const medianOf = (found: readonly Delay[]) => {
  const rows = found.map((delay) => delay.rows).sort((a, b) => a - b);
  return rows[Math.floor(rows.length / 2)] ?? Infinity;
};

describe('two simulated weeks without drift', () => {
  it('bring no alarm where rows are independent', () => {
    expect(falseAlarms('iid', 2, 1)).toEqual({ crossings: 0, episodes: 0, weeks: 2 });
  });

  it.each(['AR(0.5)', 'AR(0.9)', 'daily cycle'] as const)(
    'bring at most one a week where they are not: %s',
    (world) => {
      const { crossings, episodes } = falseAlarms(world, 2, 1);
      expect(crossings).toBeLessThanOrEqual(2);
      expect(episodes).toBeLessThanOrEqual(crossings);
    },
  );
});

describe('a change', () => {
  // Medians of so few runs scatter: the targets themselves are held by `npm run bench:drift`.
  const targets: readonly [Scenario, { runs: number; rows: number }][] = [
    ['error 0.1 to 0.2, known baseline', { runs: 200, rows: 290 }],
    ['error 0.1 to 0.2, 1000 rows', { runs: 200, rows: 330 }],
    ['error 0.1 to 0.3, known baseline', { runs: 200, rows: 90 }],
    ['one of ten features +0.5 sd', { runs: 3, rows: 360 }],
    ['one of ten features +1 sd', { runs: 3, rows: 140 }],
  ];

  it.each(targets)('is proven, and blamed on the right signal: %s', (scenario, { runs, rows }) => {
    const found = delays(scenario, runs, 1);
    expect(medianOf(found)).toBeLessThanOrEqual(rows);
    expect(found.every(({ right }) => right)).toBe(true);
  });

  it('cannot be proven sooner than the budget allows', () => {
    // ln 5040 / (0.2 ln 2 + 0.8 ln 8/9) and ln 50400 / (0.5^2 / 2).
    expect(leastDelay('error 0.1 to 0.2, known baseline')).toBeCloseTo(192.0, 1);
    expect(leastDelay('one of ten features +0.5 sd')).toBeCloseTo(86.62, 2);
  });
});
