import { describe, expect, it } from 'vitest';
import { rowsSinceChange } from '../../../core/evaluation/change-point.ts';

const hits = (count: number) => Array<boolean>(count).fill(true);
const misses = (count: number) => Array<boolean>(count).fill(false);

// Baseline 0.9, so the worse regime misses 0.325: a miss adds ln 3.25 = 1.179, a hit takes ln (4/3) = 0.288 away.
describe('the rows since the accuracy fell', () => {
  it.each([
    { name: 'nothing but hits', rows: hits(50), since: 0 },
    { name: 'no rows', rows: [], since: 0 },
    { name: 'misses at the end', rows: [...hits(40), ...misses(7)], since: 7 },
    { name: 'one miss that five hits outweigh', rows: [...hits(9), ...misses(1), ...hits(5)], since: 0 },
    { name: 'one miss that four hits do not', rows: [...hits(9), ...misses(1), ...hits(4)], since: 5 },
    {
      name: 'a sum that went back to nothing starts anew',
      rows: [...misses(1), ...hits(5), ...misses(2)],
      since: 2,
    },
    { name: 'all misses', rows: misses(30), since: 30 },
  ])('$name: $since', ({ rows, since }) => {
    expect(rowsSinceChange(rows, 0.9)).toBe(since);
  });

  it('takes a baseline without a single miss, or without a hit', () => {
    expect(rowsSinceChange([...hits(20), ...misses(3)], 1)).toBe(3);
    expect(Number.isFinite(rowsSinceChange(misses(20), 0))).toBe(true);
  });
});
