import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accuracy, majorityShare } from '../../../core/evaluation/accuracy.ts';
import { accuracyDrop } from '../../../core/evaluation/accuracy-drop.ts';
import { brierScore } from '../../../core/evaluation/brier.ts';
import { clopperPearsonUpper } from '../../../core/evaluation/clopper-pearson.ts';
import { expectedCalibrationError } from '../../../core/evaluation/ece.ts';
import { logLoss } from '../../../core/evaluation/log-loss.ts';
import { mcnemar } from '../../../core/evaluation/mcnemar.ts';
import { accuracyLost, skillLost } from '../../../core/evaluation/performance-score.ts';
import { rocAuc } from '../../../core/evaluation/roc-auc.ts';
import { wilsonInterval } from '../../../core/evaluation/wilson.ts';

const wrong = expect.objectContaining({ code: 'invalid_input' });
const seeded = { seed: 5, numRuns: 300 };

/** Scores in steps of 1/32, so that many are equal, with labels of 0 and 1. */
const scored = fc.array(fc.tuple(fc.nat(32), fc.nat(1)), { minLength: 1, maxLength: 60 });

describe('accuracy', () => {
  it('is the share of rows predicted right, for any number of classes', () => {
    expect(accuracy([0, 1, 2, 2], [0, 1, 1, 2])).toEqual({ status: 'ok', value: 0.75, n: 4, m: 4 });
    expect(majorityShare([0, 1, 2, 2]).value).toBe(0.5);
  });

  it('has no value without rows and refuses columns of unequal length', () => {
    expect(accuracy([], []).status).toBe('invalid');
    expect(majorityShare([]).status).toBe('invalid');
    expect(() => accuracy([1], [1, 0])).toThrow(wrong);
  });
});

describe('log-loss', () => {
  it('is the mean surprise about the true class', () => {
    expect(logLoss([0.8, 0.5, 0.1], [1, 0, 0]).value).toBeCloseTo(-Math.log(0.8 * 0.5 * 0.9) / 3, 12);
  });

  it('stays finite for a certain and wrong model', () => {
    expect(logLoss([0], [1]).value).toBeCloseTo(-Math.log(1e-15), 9);
    expect(logLoss([1], [0]).value).toBeCloseTo(-Math.log(1e-15), 0);
    expect(logLoss([1, 0], [1, 0]).value).toBeCloseTo(0, 12);
  });

  it('calls NaN and unknown labels invalid', () => {
    expect(logLoss([Number.NaN], [1]).status).toBe('invalid');
    expect(logLoss([0.5], [-1]).status).toBe('invalid');
    expect(logLoss([], []).status).toBe('invalid');
  });
});

describe('the calibration of a model', () => {
  it('is the mean squared distance of its probabilities from the outcome', () => {
    expect(brierScore([0.8, 0.5, 1], [1, 0, 0]).value).toBeCloseTo((0.04 + 0.25 + 1) / 3, 12);
  });

  it('is how far promise and outcome lie apart, bin by bin', () => {
    // Bins 0.2 to 0.3 and 0.9 to 1: promised 0.5 of 2 rows and 1.9 of 2, kept 1 and 1.
    const error = expectedCalibrationError([0.25, 0.25, 0.9, 1], [0, 1, 1, 0]).value;
    expect(error).toBeCloseTo((0.5 + 0.9) / 4, 12);
  });

  it('of certain and right answers has no error', () => {
    expect(brierScore([0, 1], [0, 1]).value).toBe(0);
    expect(expectedCalibrationError([0, 1], [0, 1]).value).toBe(0);
  });

  it('calls no rows, NaN, unknown labels and what is no probability invalid', () => {
    for (const measure of [brierScore, expectedCalibrationError]) {
      expect(measure([], []).status).toBe('invalid');
      expect(measure([Number.NaN], [1]).status).toBe('invalid');
      expect(measure([0.5], [-1]).status).toBe('invalid');
      expect(() => measure([0.5], [1, 0])).toThrow(wrong);
    }
    expect(expectedCalibrationError([1.5], [1]).status).toBe('invalid');
  });
});

describe('the area under the ROC curve', () => {
  it('equals the wins of the ones over the zeros, counted pair by pair', () => {
    fc.assert(
      fc.property(scored, (rows) => {
        const of = (label: number) => rows.filter(([, y]) => y === label).map(([score]) => score);
        const wins = of(1).flatMap((one) => of(0).map((zero) => (one > zero ? 1 : one === zero ? 0.5 : 0)));
        const auc = rocAuc(
          rows.map(([score]) => score / 32),
          rows.map(([, label]) => label),
        );
        if (wins.length === 0) expect(auc.status).toBe('constant');
        else expect(auc.value).toBeCloseTo(wins.reduce<number>((sum, win) => sum + win, 0) / wins.length, 12);
      }),
      seeded,
    );
  });

  it('does not change under an increasing map of the scores', () => {
    fc.assert(
      fc.property(scored, (rows) => {
        const labels = rows.map(([, label]) => label);
        const scores = rows.map(([score]) => score);
        expect(
          rocAuc(
            scores.map((score) => score ** 3 - 5),
            labels,
          ),
        ).toEqual(rocAuc(scores, labels));
      }),
      seeded,
    );
  });

  it('calls NaN scores and other labels invalid', () => {
    expect(rocAuc([Number.NaN, 1], [0, 1]).status).toBe('invalid');
    expect(rocAuc([0.5, 1], [0, 2]).status).toBe('invalid');
    expect(rocAuc([], []).status).toBe('invalid');
  });
});

describe('the drop of accuracy', () => {
  it('has no value without labelled rows and refuses impossible counts', () => {
    expect(accuracyDrop({ correct: 0, rows: 0 }, { correct: 1, rows: 2 }).status).toBe('invalid');
    expect(() => accuracyDrop({ correct: 3, rows: 2 }, { correct: 1, rows: 2 })).toThrow(wrong);
    expect(() => accuracyDrop({ correct: 1, rows: 2 }, { correct: Number.NaN, rows: 2 })).toThrow(wrong);
  });

  it('reproduces the interval of Newcombe (1998), table II, method 10', () => {
    const value = accuracyDrop({ correct: 56, rows: 70 }, { correct: 48, rows: 80 }).value;
    expect(value?.interval).toEqual({ low: expect.closeTo(0.0524, 4), high: expect.closeTo(0.3339, 4) });
    expect(accuracyDrop({ correct: 10, rows: 10 }, { correct: 0, rows: 10 }).value?.interval.low).toBeCloseTo(
      0.6075,
      4,
    );
  });

  it('always has its interval around it', () => {
    const hits = fc
      .integer({ min: 1, max: 400 })
      .chain((rows) => fc.record({ correct: fc.nat(rows), rows: fc.constant(rows) }));
    fc.assert(
      fc.property(hits, hits, (baseline, current) => {
        const value = accuracyDrop(baseline, current).value;
        expect(value?.interval.low).toBeLessThanOrEqual(value?.drop ?? Number.NaN);
        expect(value?.interval.high).toBeGreaterThanOrEqual(value?.drop ?? Number.NaN);
      }),
      seeded,
    );
  });

  it('uses Wilson intervals within [0, 1]', () => {
    // Newcombe (1998), single proportions, method 3.
    expect(wilsonInterval(81, 263, 0.95)).toEqual({
      low: expect.closeTo(0.2553, 4),
      high: expect.closeTo(0.3662, 4),
    });
    expect(wilsonInterval(0, 20, 0.95)).toEqual({
      low: expect.closeTo(0, 12),
      high: expect.closeTo(0.1611, 4),
    });
    expect(wilsonInterval(20, 20, 0.95).high).toBe(1);
  });
});

describe('exact tests', () => {
  it('bound an error rate of zero by the rule of three', () => {
    expect(clopperPearsonUpper(0, 300, 0.95)).toBeCloseTo(1 - 0.05 ** (1 / 300), 12);
    expect(clopperPearsonUpper(0, 0, 0.95)).toBe(1);
    expect(() => clopperPearsonUpper(3, 2, 0.95)).toThrow(wrong);
    expect(() => clopperPearsonUpper(1, 2, Number.NaN)).toThrow(wrong);
  });

  it('count the coin tosses of McNemar', () => {
    const p = mcnemar({ championOnlyRight: 0, challengerOnlyRight: 5 });
    expect(p.challengerBetter).toBeCloseTo(1 / 32, 14);
    expect(p.challengerBetterMidP).toBeCloseTo(1 / 64, 14);
    expect(p.twoSided).toBeCloseTo(2 / 32, 14);
    expect(() => mcnemar({ championOnlyRight: -1, challengerOnlyRight: 2 })).toThrow(wrong);
  });
});

describe('performance scores', () => {
  it('tell lost accuracy from lost skill', () => {
    expect(accuracyLost(0.9, 0.8)).toBeCloseTo(0.1, 12);
    expect(skillLost({ baseline: 0.9, current: 0.8, majority: 0.5 })).toBeCloseTo(0.25, 12);
  });

  it('are zero for a better model and one at most', () => {
    expect(accuracyLost(0.8, 0.9)).toBe(0);
    expect(skillLost({ baseline: 0.8, current: 0.9, majority: 0.5 })).toBe(0);
    expect(skillLost({ baseline: 0.8, current: 0.1, majority: 0.5 })).toBe(1);
  });

  it('have no skill to lose when the baseline had none', () => {
    expect(skillLost({ baseline: 0.7, current: 0.6, majority: 0.7 })).toBeNull();
    expect(() => skillLost({ baseline: Number.NaN, current: 0.6, majority: 0.7 })).toThrow(wrong);
    expect(() => accuracyLost(Number.NaN, 0.5)).toThrow(wrong);
  });
});
