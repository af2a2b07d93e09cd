import { describe, expect, it } from 'vitest';
import type { FeatureDrift } from '../../../core/drift.ts';
import { judgeFull, judgeSeed } from '../../../core/evidence/verdict.ts';

const feature = (name: string, known: Partial<FeatureDrift> = {}): FeatureDrift => ({
  name,
  kind: 'numeric',
  effect: 0,
  jensenShannon: 0,
  psi: 0,
  ks: 0,
  wasserstein: 0,
  p: 1,
  drifted: false,
  before: 'mean 1',
  after: 'mean 2',
  ...known,
});

const findings = {
  windowRows: 500,
  level: 2e-5,
  features: [feature('age')],
  prediction: null,
  performance: null,
  dataScore: 0.1,
  skillScore: null,
};

describe('the verdict of mode full', () => {
  const moved = [feature('age', { drifted: true, effect: 0.2 })];

  it.each([
    { name: 'no proof, low score', given: {}, verdict: 'ok', grade: 'none' },
    { name: 'no proof, high score', given: { dataScore: 0.3 }, verdict: 'ok', grade: 'unproven' },
    { name: 'proof, low score', given: { features: moved }, verdict: 'drift', grade: 'small' },
    {
      name: 'proof, score at the threshold',
      given: { features: moved, dataScore: 0.25 },
      verdict: 'drift',
      grade: 'large',
    },
  ])('$name: $verdict, $grade', ({ given, verdict, grade }) => {
    expect(judgeFull({ ...findings, ...given }, 0.25)).toMatchObject({ verdict, grade });
  });

  it('scores by the larger of data and skill', () => {
    expect(judgeFull({ ...findings, skillScore: 0.4 }, 0.25).score).toBe(0.4);
    expect(judgeFull({ ...findings, skillScore: 0.05 }, 0.25).score).toBe(0.1);
  });

  it('names the three features that moved most, and how many more there are', () => {
    const features = [0.1, 0.4, 0.3, 0.2, 0.05].map((effect, at) =>
      feature(`f${at}`, { drifted: true, effect }),
    );
    expect(judgeFull({ ...findings, features }, 0.25).reason).toBe(
      'f1: mean 1 -> mean 2; f2: mean 1 -> mean 2; f3: mean 1 -> mean 2; and 2 more',
    );
  });

  it('says how many rows are missing when there are too few', () => {
    expect(judgeFull({ ...findings, windowRows: 12 }, 0.25)).toEqual({
      verdict: 'insufficient_data',
      grade: 'none',
      score: null,
      reason: '12 of 30 rows that a window needs',
    });
  });
});

describe('the verdict of mode seed', () => {
  it('needs labels', () => {
    expect(judgeSeed({ ...findings, skillScore: null }, 0.25)).toMatchObject({
      verdict: 'insufficient_data',
      score: null,
    });
  });
});
