import { describe, expect, it } from 'vitest';
import { logistic } from '../../../core/estimators/logistic.ts';
import { profileOf } from '../../../core/evidence/profile.ts';
import { spreadOf } from '../../../core/evidence/spread.ts';
import { type Frame, schemaOf } from '../../../core/frame/frame.ts';
import type { Spread } from '../../../core/full-report.ts';
import { frameOf } from '../estimators/frame-of.ts';

type Cells = readonly (number | string | null)[];

function frame(cells: Cells): Frame {
  const labels = cells.map((_, row) => (row % 2 === 0 ? 'yes' : 'no'));
  return frameOf({ value: [...cells] as number[] }, labels, ['no', 'yes']);
}

function spread(before: Cells, after: Cells): Spread {
  const reference = frame(before);
  const model = logistic.fit(reference, schemaOf(reference), { inverseL2: 1 });
  const [profile] = profileOf(reference, model).features;
  const [column] = frame(after).columns;
  if (profile === undefined || column === undefined) throw new TypeError('no column');
  return spreadOf(profile, column);
}

describe('the spread of a feature', () => {
  it('has the quantiles numpy computes, of what is there', () => {
    const { quantiles, missing, shares } = spread([3, 1, 4, 1, 5, 9, 2, 6, 5, 3], [2, 7, null, 8]);
    // numpy.quantile([3,1,4,1,5,9,2,6,5,3], [.05,.25,.5,.75,.95]) and of [2,7,8].
    const expected = [
      [0.05, 1, 2.5],
      [0.25, 2.25, 4.5],
      [0.5, 3.5, 7],
      [0.75, 5, 7.5],
      [0.95, 7.65, 7.9],
    ] as const;
    expect(quantiles.map(({ at }) => at)).toEqual(expected.map(([at]) => at));
    expected.forEach(([, before, after], place) => {
      expect(quantiles[place]?.before).toBeCloseTo(before, 12);
      expect(quantiles[place]?.after).toBeCloseTo(after, 12);
    });
    expect(missing).toEqual({ before: 0, after: 0.25 });
    expect(shares).toEqual([]);
  });

  it('has no quantiles of numbers that are all missing', () => {
    const { quantiles, missing } = spread([1, 2, 3, 4], [Number.NaN, Number.NaN]);
    expect(quantiles.map(({ after }) => after)).toEqual([null, null, null, null, null]);
    expect(missing.after).toBe(1);
  });

  it('has the shares of categories, unheard-of ones together, and what is missing apart', () => {
    const { shares, missing, quantiles } = spread(['a', 'a', 'a', 'b'], ['b', 'new', null, 'a']);
    expect(shares).toEqual([
      { category: 'a', before: 0.75, after: 0.25 },
      { category: 'b', before: 0.25, after: 0.25 },
      { category: null, before: 0, after: 0.25 },
    ]);
    expect(missing).toEqual({ before: 0, after: 0.25 });
    expect(quantiles).toEqual([]);
  });

  it('shows eight categories and all others in one, which add up', () => {
    const many = Array.from({ length: 40 }, (_, row) => `c${row % 12}`);
    const { shares } = spread(many, many);
    expect(shares).toHaveLength(9);
    expect(shares.reduce((sum, { after }) => sum + after, 0)).toBeCloseTo(1, 12);
  });
});
