import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contributionsOf, type Explanation } from '../../../core/estimators/contributions.ts';
import { logistic } from '../../../core/estimators/logistic.ts';
import { majority } from '../../../core/estimators/majority.ts';
import { type Frame, schemaOf } from '../../../core/frame/frame.ts';
import { frameOf } from './frame-of.ts';

const x = [2.1, 3.4, 1.7, 5.6, 4.4, 6.0, 2.9, 5.1, 3.8, 4.9, 1.2, 6.6];
const city = Array.from('nnssnsnssnns');
const trainOn = (labels: string) => {
  const frame = frameOf({ x, city }, Array.from(labels));
  return logistic.fit(frame, schemaOf(frame), { inverseL2: 1 });
};
const two = trainOn('010101011101');
const three = trainOn('010212021102');
const row = frameOf({ x: [4.7], city: ['s'] }, [null]);

const of = (found: Explanation | undefined, name: string) =>
  found?.features.find((feature) => feature.name === name)?.contribution ?? Number.NaN;

/** The score of the predicted class as its probabilities have it. */
function scoreOf(model: typeof two, frame: Frame, at: number): number {
  const { probabilities, predicted } = logistic.score(model, frame);
  const count = model.schema.classes.length;
  const logs = Array.from({ length: count }, (_, k) => Math.log(probabilities[at * count + k] ?? 0));
  const own = predicted[at] ?? 0;
  const mean = logs.reduce((sum, log) => sum + log, 0) / count;
  return count === 2 ? (logs[own] ?? 0) - (logs[1 - own] ?? 0) : (logs[own] ?? 0) - mean;
}

describe('what speaks for an answer', () => {
  // scikit-learn 1.9.1, LogisticRegression(C=1, tol=1e-12) on standardised x and both indicators of city:
  // coef_ * (row - mean of the design), coefficients minus their mean over the classes where there are three.
  it('is for two classes what scikit-learn gives', () => {
    const [found] = contributionsOf(two, row) ?? [];
    expect(found?.towards).toBe('1');
    expect(of(found, 'x')).toBeCloseTo(0.5415239970716235, 4);
    expect(of(found, 'city')).toBeCloseTo(0.3952011389577622, 4);
    expect(found?.base).toBeCloseTo(0.5107585, 4);
    expect(found?.score).toBeCloseTo(1.44748364, 4);
  });

  it('is for three classes what scikit-learn gives', () => {
    const [found] = contributionsOf(three, row) ?? [];
    expect(found?.towards).toBe('2');
    expect(of(found, 'x')).toBeCloseTo(0.4691443085246577, 4);
    expect(of(found, 'city')).toBeCloseTo(0.5493915691163859, 4);
    expect(found?.base).toBeCloseTo(-0.2383086916379722, 4);
    expect(found?.score).toBeCloseTo(0.7802271860030714, 4);
    expect(found?.features.map(({ name }) => name)).toEqual(['city', 'x']);
  });

  it('for the first of two classes has the other sign', () => {
    const low = frameOf({ x: [0], city: ['n'] }, [null]);
    const [found] = contributionsOf(two, low) ?? [];
    expect(found?.towards).toBe('0');
    expect(of(found, 'x')).toBeGreaterThan(0);
    expect(found?.base).toBeCloseTo(-0.5107585, 4);
  });

  it.each([
    ['two', two],
    ['three', three],
  ])('adds up to the score of the row, for %s classes and any values', (_, model) => {
    const value = fc.option(fc.double({ min: -40, max: 40, noNaN: true }), { nil: null });
    const category = fc.constantFrom('n', 's', 'unheard-of', null);
    fc.assert(
      fc.property(fc.array(fc.tuple(value, category), { minLength: 1, maxLength: 5 }), (cells) => {
        // The first row fixes the kinds of the columns.
        const frame = frameOf(
          { x: [1, ...cells.map(([number]) => number)], city: ['n', ...cells.map(([, text]) => text)] },
          [null, ...cells.map(() => null)],
        );
        for (const [at, found] of (contributionsOf(model, frame) ?? []).entries()) {
          const sum = found.features.reduce((all, { contribution }) => all + contribution, found.base);
          expect(Math.abs(sum - found.score)).toBeLessThan(1e-9);
          expect(Math.abs(found.score - scoreOf(model, frame, at))).toBeLessThan(1e-9);
        }
      }),
    );
  });

  it('of a number that is missing is nothing: it counts as the mean', () => {
    const missing = frameOf({ x: [1, null], city: ['n', 'n'] }, [null, null]);
    expect(of((contributionsOf(two, missing) ?? [])[1], 'x')).toBeCloseTo(0, 12);
  });

  it('is unknown for a model that is not linear', () => {
    const frame = frameOf({ x, city }, Array.from('010101011101'));
    const model = majority.fit(frame, schemaOf(frame), { inverseL2: 1 });
    expect(contributionsOf(model, frame)).toBeNull();
  });
});
