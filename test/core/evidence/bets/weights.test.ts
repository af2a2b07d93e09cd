import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SignalKind, signalWeights } from '../../../../core/evidence/bets/weights.ts';

const of = (...kinds: SignalKind[]) => kinds.map((kind) => ({ kind }));

describe('the weights of the signals', () => {
  it('give errors most where there are labels', () => {
    const weights = signalWeights(of('errors', 'estimate', 'prediction', 'feature', 'quality'));
    expect(weights.map((weight) => weight.toFixed(6))).toEqual([
      '0.400000',
      '0.050000',
      '0.100000',
      '0.300000',
      '0.150000',
    ]);
  });

  it('give features most where there are none', () => {
    const weights = signalWeights(of('estimate', 'prediction', 'feature', 'quality'));
    expect(weights.map((weight) => weight.toFixed(6))).toEqual([
      '0.250000',
      '0.200000',
      '0.400000',
      '0.150000',
    ]);
  });

  it('are shared among the signals of a kind, and over the kinds that are there', () => {
    const weights = signalWeights(of('errors', 'prediction', 'prediction', 'feature'));
    expect(weights.map((weight) => weight.toFixed(6))).toEqual([
      '0.500000',
      '0.062500',
      '0.062500',
      '0.375000',
    ]);
  });

  it('give a feature half by what the model makes of it', () => {
    const features = [3, 1, 0].map((importance) => ({ kind: 'feature' as const, importance }));
    const [first = 0, second = 0, third = 0] = signalWeights(features);
    expect(first).toBeCloseTo(1 / 6 + 3 / 8, 12);
    expect(second).toBeCloseTo(1 / 6 + 1 / 8, 12);
    expect(third).toBeCloseTo(1 / 6, 12);
  });

  it('are equal where one importance is not known', () => {
    const weights = signalWeights([{ kind: 'feature', importance: 5 }, { kind: 'feature' }]);
    expect(weights).toEqual([0.5, 0.5]);
  });

  it('sum to 1, whatever is there', () => {
    const kind = fc.constantFrom<SignalKind>('errors', 'estimate', 'prediction', 'feature', 'quality');
    const importance = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.record({ kind, importance }), { minLength: 1, maxLength: 80 }), (signals) => {
        const weights = signalWeights(signals);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
        expect(weights.every((weight) => weight > 0)).toBe(true);
      }),
    );
    expect(signalWeights([])).toEqual([]);
  });
});
