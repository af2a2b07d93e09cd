import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Calibrator } from '../../../core/evaluation/calibrator.ts';
import {
  calibrationRows,
  estimatePerformance,
  expectedMisses,
  expectedOfTwo,
  scoresOf,
} from '../../../core/evaluation/cbpe.ts';

const wrong = expect.objectContaining({ code: 'invalid_input' });
const nothing = Number.NaN;

/** Leaves scores as they are. */
const plain: Calibrator = { kind: 'isotonic', rows: 500, low: 0.1, high: 0.9, knots: [0, 1], values: [0, 1] };

const two = {
  probabilities: Float64Array.of(0.8, 0.2, 0.4, 0.6, 0.05, 0.95, nothing, nothing),
  predicted: Int32Array.of(0, 1, 1, -1),
  classes: 2,
};
const three = {
  probabilities: Float64Array.of(0.2, 0.5, 0.3, 0.7, 0.2, 0.1, nothing, nothing, nothing),
  predicted: Int32Array.of(1, 0, -1),
  classes: 3,
};

/** 1 for a larger score, 1/2 for an equal one. */
const half = (one: number, other: number) => (Math.sign(one - other) + 1) / 2;

describe('what is calibrated', () => {
  it('is the probability of the second of two classes, against the label', () => {
    expect([...scoresOf(two)]).toEqual([0.2, 0.6, 0.95, nothing]);
    const rows = calibrationRows(two, Int32Array.of(1, -1, 1, 0));
    expect(rows).toEqual({ scores: [0.2, 0.95], hits: [1, 1] });
  });

  it('is the largest probability of more classes, against whether the answer was right', () => {
    expect([...scoresOf(three)]).toEqual([0.5, 0.7, nothing]);
    expect(calibrationRows(three, Int32Array.of(2, 0, 1))).toEqual({ scores: [0.5, 0.7], hits: [0, 1] });
  });

  it('refuses labels of other rows', () => {
    expect(() => calibrationRows(two, [1])).toThrow(wrong);
  });
});

describe('the estimate without labels', () => {
  it('is what the calibrated probabilities promise of the answers given', () => {
    const { value, n } = estimatePerformance(plain, two);
    expect(n).toBe(3);
    // Right with 0.8, 0.6 and 0.95.
    expect(value?.accuracy).toBeCloseTo(2.35 / 3, 12);
    expect(value?.standardDeviation).toBeCloseTo(Math.sqrt(0.8 * 0.2 + 0.6 * 0.4 + 0.95 * 0.05) / 3, 12);
    expect(value?.f1).toBeCloseTo((2 * 1.55) / (2 * 1.55 + 0.45 + 0.2), 12);
    expect(value?.outside).toBeCloseTo(1 / 3, 12);
  });

  it('has accuracy alone for more than two classes', () => {
    expect(estimatePerformance(plain, three).value).toMatchObject({ accuracy: 0.6, f1: null, auc: null });
  });

  it('has no value where the model said nothing', () => {
    const silent = { ...two, predicted: new Int32Array(4).fill(-1) };
    expect(estimatePerformance(plain, silent)).toEqual({ status: 'invalid', value: null, n: 0, m: 0 });
  });

  it('has no F1 without the second class and no AUC without both', () => {
    expect(expectedOfTwo([0, 0], [0, 0])).toEqual({ accuracy: 1, f1: null, auc: null });
    expect(expectedOfTwo([1, 1], [1, 1])).toEqual({ accuracy: 1, f1: 1, auc: null });
    expect(expectedOfTwo([0, 1], [0, 1])).toEqual({ accuracy: 1, f1: 1, auc: 1 });
  });

  it('counts an answer that is neither class as wrong', () => {
    expect(expectedOfTwo([0.3, 0.9], [2, 2]).accuracy).toBe(0);
  });

  it('expects the AUC that all pairs give, counted one by one', () => {
    const shares = fc.array(fc.nat(8), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(shares, (eighths) => {
        const p = eighths.map((share) => share / 8);
        const pairs = p.flatMap((one) => p.map((zero) => [one * (1 - zero), half(one, zero)] as const));
        const all = pairs.reduce((sum, [chance]) => sum + chance, 0);
        const wins = pairs.reduce((sum, [chance, won]) => sum + chance * won, 0);
        const { auc } = expectedOfTwo(
          p,
          p.map(() => 1),
        );
        if (all === 0) expect(auc).toBeNull();
        else expect(auc).toBeCloseTo(wins / all, 12);
      }),
      { seed: 3, numRuns: 200 },
    );
  });
});

describe('the value that evidence bets on', () => {
  it('is one minus the largest calibrated probability, of each row', () => {
    const close = (values: Iterable<number>, expected: readonly number[]) => {
      [...values].forEach((value, row) => {
        expect(value).toBeCloseTo(expected[row] ?? 0, 12);
      });
    };
    close(expectedMisses(plain, two).subarray(0, 3), [0.2, 0.4, 0.05]);
    close(expectedMisses(plain, three).subarray(0, 2), [0.5, 0.3]);
    expect(expectedMisses(plain, two)[3]).toBeNaN();
  });
});
