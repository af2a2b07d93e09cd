import { describe, expect, it } from 'vitest';
import { verdictOf } from '../../../core/retraining/contest.ts';
import type { Duel } from '../../../core/retraining/duels.ts';
import { frameOf } from '../estimators/frame-of.ts';

const rows = frameOf({ x: [1, 2] }, ['no', 'yes']);
const window = (name: string, continued = false) => ({
  window: { name, rows, span: 2, ...(continued ? { continued: true as const } : {}) },
});
const quality = { rows: 200, accuracy: 0.8, logLoss: 0.4, auc: 0.8 };
const duel = (accuracy: number, wins: number, logLoss = 0.4): Duel => ({
  ...{ holdoutRows: 200, champion: quality, challenger: { ...quality, accuracy, logLoss } },
  ...{ championOnly: 2, challengerOnly: wins, segments: [] },
});
const onSchedule = { trigger: 'schedule', baseline: null } as const;

describe('a tournament', () => {
  it('has the most accurate challenger judged, the smaller log-loss first among equals', () => {
    const windows = ['last 500', 'last 2000', 'all 9000'].map((name) => window(name));
    const fought = [duel(0.81, 3), duel(0.82, 4, 0.39), duel(0.82, 4, 0.38)];
    expect(verdictOf(windows, fought, onSchedule)).toMatchObject({ best: 2, trial: { promote: false } });
  });

  it('tells of every challenger how sure it would be of it, and how it was fitted', () => {
    const model = { estimator: 'majority', schema: { features: [], classes: [] }, parameters: null };
    const tuned = { ...window('last 500'), model, options: { inverseL2: 0.1 } };
    const { candidates } = verdictOf([tuned, window('all 2')], [duel(0.81, 6), duel(0.8, 2)], onSchedule);
    // P(X >= 6 of 8) = 37/256, P(X >= 2 of 4) = 11/16.
    expect(candidates).toMatchObject([
      { window: 'last 500', rows: 2, inverseL2: 0.1, p: expect.closeTo(37 / 256, 12) },
      { window: 'all 2', rows: 2, p: expect.closeTo(11 / 16, 12) },
    ]);
    expect(candidates[1]).not.toHaveProperty('inverseL2');
  });

  it("falls back on the champion's own window with more rows, which has less to prove", () => {
    const windows = [window('continued 3000', true), window('last 500')];
    const fought = [duel(0.8, 2), duel(0.81, 3)];
    expect(verdictOf(windows, fought, onSchedule)).toMatchObject({
      best: 0,
      trial: { promote: true, continued: true, alpha: 0.8 },
    });
  });

  it('tells of the best one when that is no use either', () => {
    const windows = [window('continued 3000', true), window('last 500')];
    const { best, trial } = verdictOf(windows, [duel(0.78, 0), duel(0.81, 3)], onSchedule);
    expect(best).toBe(1);
    expect(trial).toMatchObject({ promote: false, alpha: 0.025, challengerOnly: 3 });
  });

  it('does not after an alarm: the regime of the champion is what is in doubt', () => {
    const windows = [window('continued 3000', true), window('last 500')];
    const { trial } = verdictOf(windows, [duel(0.8, 2), duel(0.81, 3)], { ...onSchedule, trigger: 'drift' });
    expect(trial).toMatchObject({ promote: false, alpha: 0.2 });
  });
});
