import { describe, expect, it } from 'vitest';
import type { Frame } from '../../../core/frame/frame.ts';
import { frameOf } from '../estimators/frame-of.ts';
import { check, mixed, only, outcomes, profiled, settings } from './rows.ts';

describe('the accuracy', () => {
  const reference = profiled(mixed(1_800, 200));
  const judged = (fresh: Frame) => only(check({ ...reference, fresh }));

  it('has fallen when the misses are too many for chance', () => {
    const report = judged(outcomes(350, 150));
    expect(report.performance).toMatchObject({
      drifted: true,
      accuracy: 0.7,
      labelled: 500,
      baselineRows: 2_000,
    });
    expect(report.performance?.drop).toBeCloseTo(0.2, 12);
    expect(report).toMatchObject({ verdict: 'drift', grade: 'large' });
    // Skill lost: (0.9 - 0.7) / (0.9 - 0.5).
    expect(report.skillScore).toBeCloseTo(0.5, 12);
  });

  it('is not proven to have fallen by a few misses of an accurate champion on few rows', () => {
    // 5 of 30 wrong at a baseline of 0.95 comes about once in 60 such windows.
    const accurate = { ...settings, baseline: { accuracy: 0.95, rows: 2_000, majorityShare: 0.5 } };
    const report = only(check({ ...reference, fresh: outcomes(25, 5), settings: accurate }));
    expect(report.verdict).toBe('ok');
  });

  it('is not known on fewer than 30 labelled rows', () => {
    expect(judged(outcomes(0, 29, 471)).performance).toMatchObject({ accuracy: null, labelled: 29 });
  });

  it('counts rows since it fell', () => {
    // Page's sum restarts with the first of the misses: 100 rows of nothing but misses end the window.
    expect(judged(outcomes(400, 100)).performance?.sinceChange).toBe(100);
  });

  it('does not name a change where the misses do not cluster', () => {
    // 0.90 -> 0.83, every sixth row wrong: a miss adds ln 3.25, five hits take 5 ln 0.75 away, so Page's sum restarts.
    const labels = Array.from({ length: 500 }, (_, row) => (row % 6 === 2 ? 'wrong' : 'right'));
    const fresh = frameOf({ x: labels.map(() => 1) }, labels, ['right', 'wrong']);
    expect(judged(fresh).performance).toMatchObject({ drifted: true, sinceChange: null });
  });

  it('finds drift that only the labels show, before the features do', () => {
    const report = judged(outcomes(380, 120));
    expect(report.features.some(({ drifted }) => drifted)).toBe(false);
    expect(report.evidence?.causes[0]).toMatchObject({ kind: 'error', before: '0.900', after: '0.760' });
  });
});
