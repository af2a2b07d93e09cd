import { expect, it } from 'vitest';
import { missingShares } from '../../../core/frame/missing.ts';

it('is the share of rows without a value, of numbers and of categories', () => {
  const columns = [
    { kind: 'numeric', name: 'age', values: Float64Array.of(1, Number.NaN, 3, Number.NaN) },
    { kind: 'categorical', name: 'town', codes: Int32Array.of(0, -1, 0, 0), categories: ['Rome'] },
    { kind: 'numeric', name: 'income', values: Float64Array.of(0, 0, 0, 0) },
  ] as const;
  expect(Object.fromEntries(missingShares({ rows: 4, columns }))).toEqual({
    age: 0.5,
    town: 0.25,
    income: 0,
  });
  expect([...missingShares({ rows: 0, columns: [] })]).toEqual([]);
});
