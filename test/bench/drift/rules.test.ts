import { describe, expect, it } from 'vitest';
import { randomNumbers } from '../random.ts';
import { comparerOf, drifted, rules } from './rules.ts';

const random = randomNumbers(7);
const normals = (rows: number, shift = 0) =>
  Float64Array.from({ length: rows }, () => random.normal() + shift);
const compare = comparerOf(normals(5_000));
const steady = compare(normals(5_000));
const moved = compare(normals(500, 3));

describe('the default rules of other tools', () => {
  it.each(rules)('$name: flags a column that moved by three deviations, not one that stayed', (rule) => {
    expect(rule.flags(moved)).toBe(true);
    expect(rule.flags(steady)).toBe(false);
  });

  it('call a check drift by one column or by half of them', () => {
    const [halves, one] = rules;
    if (halves === undefined || one === undefined) throw new Error('there are no rules');
    expect([drifted(halves, [moved, steady, steady]), drifted(one, [moved, steady, steady])]).toEqual([
      false,
      true,
    ]);
    expect(drifted(halves, [moved, steady])).toBe(true);
    expect(drifted(one, [steady, steady])).toBe(false);
  });
});
