import { describe, expect, it } from 'vitest';
import { dataScore, featureWeights } from '../../../core/stats/data-score.ts';
import { featureEffect } from '../../../core/stats/feature-effect.ts';
import { poolSmallCells } from '../../../core/stats/small-cells.ts';

const counts = (...values: number[]) => Uint32Array.from(values);

describe('the effect of a feature', () => {
  it('needs thirty non-missing rows in both windows', () => {
    expect(featureEffect(counts(60, 40, 0), counts(15, 14, 50)).status).toBe('insufficient');
    expect(featureEffect(counts(15, 14, 50), counts(60, 40, 0)).status).toBe('insufficient');
    expect(featureEffect(counts(60, 40, 0), counts(15, 15, 0)).status).toBe('ok');
  });

  it('is zero for windows that are equal and near one for windows that have nothing in common', () => {
    expect(featureEffect(counts(600, 400, 0), counts(60, 40, 0)).value?.effect).toBe(0);
    expect(featureEffect(counts(1000, 0, 0), counts(0, 1000, 0)).value?.effect).toBe(1);
  });

  it('takes the noise floor of two samples of 500 over ten cells from the chi-square table', () => {
    const even = counts(...Array.from({ length: 10 }, () => 50), 0);
    // sqrt((1/500 + 1/500) * 16.919 / (8 ln 2))
    expect(featureEffect(even, even).value?.floor).toBeCloseTo(Math.sqrt((0.004 * 16.919) / 5.5452), 4);
  });

  it('is undefined where there is only one cell', () => {
    expect(featureEffect(counts(100, 0), counts(90, 0)).status).toBe('constant');
    expect(featureEffect(counts(100, 0), counts(90, 10)).status).toBe('ok');
  });
});

describe('the data score', () => {
  it('weighs features half equally and half by importance', () => {
    expect(featureWeights([3, 1])).toEqual([0.625, 0.375]);
    expect(featureWeights([0, 0, 0, 0])).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  it('lets one drifting feature show among many that do not drift', () => {
    expect(
      dataScore(
        [0.8, 0, 0, 0, 0, 0, 0, 0],
        Array.from({ length: 8 }, () => 1 / 8),
      ),
    ).toBeCloseTo(0.4, 12);
  });

  it('refuses weights that do not sum to one, effects out of range, unequal lengths and no features', () => {
    const wrong = expect.objectContaining({ code: 'invalid_input' });
    expect(() => dataScore([0.5], [0.9])).toThrow(wrong);
    expect(() => dataScore([1.5], [1])).toThrow(wrong);
    expect(() => dataScore([Number.NaN], [1])).toThrow(wrong);
    expect(() => dataScore([0.5, 0.5], [1])).toThrow(wrong);
    expect(() => featureWeights([])).toThrow(wrong);
    expect(() => featureWeights([1, -1])).toThrow(wrong);
    expect(() => featureWeights([Infinity])).toThrow(wrong);
  });
});

describe('pooling before a chi-square test', () => {
  const pooled = (reference: number[], current: number[]) =>
    poolSmallCells(counts(...reference), counts(...current)).map((side) => [...side]);

  it('leaves cells alone whose expected counts are large enough, but for the empty ones', () => {
    expect(pooled([50, 0, 30, 20], [25, 0, 15, 10])).toEqual([
      [50, 30, 20],
      [25, 15, 10],
    ]);
  });

  it('tolerates a fifth of small expected counts', () => {
    // Expected in each sample: 50, 50, 50, 50, 2: two of ten are small.
    expect(pooled([50, 50, 50, 50, 2], [50, 50, 50, 50, 2])).toEqual([
      [50, 50, 50, 50, 2],
      [50, 50, 50, 50, 2],
    ]);
  });

  it('pools as few of the smallest cells as it takes', () => {
    expect(pooled([4, 50, 1, 3, 40], [2, 50, 3, 3, 40])).toEqual([
      [50, 40, 8],
      [50, 40, 8],
    ]);
  });

  it('never pools everything', () => {
    expect(pooled([2, 1, 1], [1, 1, 0])).toEqual([
      [2, 2],
      [1, 1],
    ]);
  });
});
