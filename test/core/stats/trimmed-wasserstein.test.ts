import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortedFinite } from '../../../core/stats/sorted-sample.ts';
import { trimmedWasserstein, wassersteinByChance } from '../../../core/stats/trimmed-wasserstein.ts';
import { wasserstein } from '../../../core/stats/wasserstein.ts';
import { chance } from '../evidence/rows.ts';
import { casesOf, columnAt } from './vectors.ts';

const sample = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 60 });
const sorted = (values: readonly number[]) => Float64Array.from(values).sort();

describe('the Wasserstein distance without the tails', () => {
  // scipy 1.17 on samples that numpy clipped to numpy.quantile(reference, [0.01, 0.99]).
  it.each([
    ['wasserstein/normal', 0.43230286788888883, 0.4988830291373011],
    ['wasserstein/heavy-tail', 1.0508189665714287, 0.11389002312159645],
  ])('is that of clipped samples: %s', (id, distance, normed) => {
    const [vector] = casesOf('wasserstein').filter((one) => one.id === id);
    if (vector === undefined) throw new Error('no such vector');
    const of = (key: string) => sortedFinite(columnAt(vector, key)).values;
    const { value } = trimmedWasserstein(of('reference'), of('current'));
    expect(value?.distance).toBeCloseTo(distance, 12);
    expect(value?.normed).toBeCloseTo(normed, 12);
  });

  it('is never more than the full distance, and 0 for equal samples', () => {
    fc.assert(
      fc.property(sample, sample, (one, other) => {
        const [reference, current] = [sorted(one), sorted(other)];
        const full = wasserstein(reference, current).value?.distance ?? 0;
        expect(trimmedWasserstein(reference, current).value?.distance).toBeLessThanOrEqual(full + 1e-9);
        expect(trimmedWasserstein(reference, reference).value?.distance).toBe(0);
      }),
      { seed: 8, numRuns: 200 },
    );
  });

  it('has no value without rows', () => {
    expect(trimmedWasserstein(Float64Array.of(), Float64Array.of(1)).status).toBe('invalid');
    expect(trimmedWasserstein(Float64Array.of(1), Float64Array.of()).status).toBe('invalid');
  });
});

describe('the Wasserstein distance by chance', () => {
  // Means of 2,000 distances of fresh samples (scipy 1.17, numpy default_rng): 0.0599 and 0.0579, 0.1857 and 0.1797.
  it.each([
    [5_000, 500, 0.0599, 0.0579],
    [500, 50, 0.1857, 0.1797],
  ])('of %i and %i rows is what simulation gives', (n, m, normal, exponential) => {
    const random = chance(5);
    const mean = (draw: () => number) => {
      const all = Array.from({ length: 20 }, () =>
        wassersteinByChance(sorted(Array.from({ length: n }, draw)), m),
      );
      return all.reduce((sum, one) => sum + one, 0) / all.length;
    };
    expect(mean(random.normal) / normal).toBeCloseTo(1, 1);
    expect(mean(() => -Math.log(1 - random.uniform())) / exponential).toBeCloseTo(1, 1);
  });

  it('is 0 where nothing varies or nothing is drawn', () => {
    expect(wassersteinByChance(Float64Array.of(3, 3, 3), 10)).toBe(0);
    expect(wassersteinByChance(Float64Array.of(), 10)).toBe(0);
    expect(wassersteinByChance(Float64Array.of(1, 2), 0)).toBe(0);
  });
});
