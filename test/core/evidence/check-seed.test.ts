import { describe, expect, it } from 'vitest';
import type { CheckSettings } from '../../../core/evidence/check.ts';
import { concatFrames, type Frame } from '../../../core/frame/frame.ts';
import { frameOf } from '../estimators/frame-of.ts';
import { check, only, outcomes, profiled, settings } from './rows.ts';

const seed: CheckSettings = { ...settings, mode: 'seed' };

describe('mode seed', () => {
  const reference = profiled(outcomes(1_800, 200));
  const judged = (fresh: Frame, given: CheckSettings = seed) =>
    only(check({ ...reference, fresh, settings: given }));

  it('drifts when the accuracy of the new rows is more than the threshold below the baseline', () => {
    // 0.9 - 32/50 = 0.26
    expect(judged(outcomes(32, 18))).toMatchObject({ verdict: 'drift', grade: 'large' });
    // 0.9 - 33/50 = 0.24
    expect(judged(outcomes(33, 17))).toMatchObject({ verdict: 'ok', grade: 'none' });
  });

  it('does not drift at exactly the threshold', () => {
    // 0.75 - 0.5 = 0.25, exact in binary
    const baseline = { accuracy: 0.75, rows: 2_000, majorityShare: 0.5 };
    expect(judged(outcomes(25, 25), { ...seed, baseline })).toMatchObject({ verdict: 'ok' });
    expect(judged(outcomes(24, 26), { ...seed, baseline })).toMatchObject({ verdict: 'drift' });
  });

  it('scores the drop itself, and a gain as nothing', () => {
    expect(judged(outcomes(32, 18)).score).toBeCloseTo(0.26, 12);
    expect(judged(outcomes(50, 0))).toMatchObject({ score: 0, verdict: 'ok' });
    expect(judged(outcomes(50, 0)).performance?.drop).toBeCloseTo(-0.1, 12);
  });

  it('looks at nothing but the rows of this check', () => {
    const context = outcomes(0, 400);
    const report = only(check({ ...reference, fresh: outcomes(40, 10), context, settings: seed }));
    expect(report).toMatchObject({ verdict: 'ok', windowRows: 50, features: [], prediction: null });
    expect(report.performance).toMatchObject({ labelled: 50, accuracy: 0.8 });
  });

  it('leaves rows without a label out, down to one labelled row', () => {
    const report = judged(outcomes(0, 1, 20));
    expect(report).toMatchObject({ verdict: 'drift', newRows: 21 });
    expect(report.performance).toMatchObject({ labelled: 1, accuracy: 0 });
  });

  it('says so when no row has a label', () => {
    expect(judged(outcomes(0, 0, 50))).toMatchObject({ verdict: 'insufficient_data', score: null });
  });

  it('says so when the reference has none', () => {
    expect(judged(outcomes(50, 0), { ...seed, baseline: null })).toMatchObject({
      verdict: 'insufficient_data',
      performance: null,
    });
  });

  it('judges every slice by itself', () => {
    const fresh = concatFrames(outcomes(45, 5), outcomes(20, 30));
    const reports = check({ ...reference, fresh, ends: [50, 100], settings: seed });
    expect(reports.map(({ verdict }) => verdict)).toEqual(['ok', 'drift']);
    expect(reports.map(({ number }) => number)).toEqual([1, 2]);
    expect(reports.map(({ key }) => key)).toEqual(['shop:1', 'shop:2']);
  });

  it('counts a label the champion does not know as a miss', () => {
    const labels = [...Array.from({ length: 9 }, () => 'right'), 'never seen'];
    const fresh = frameOf({ x: labels.map(() => 1) }, labels);
    expect(judged(fresh).performance).toMatchObject({ accuracy: 0.9, labelled: 10 });
  });
});
