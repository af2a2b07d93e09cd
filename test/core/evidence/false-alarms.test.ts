// The promise of the budget: at most so many false alarms a week, whatever the columns are like.
import { describe, expect, it } from 'vitest';
import type { DriftReport } from '../../../core/drift.ts';
import { concatFrames, type Frame, lastRows } from '../../../core/frame/frame.ts';
import { frameOf } from '../estimators/frame-of.ts';
import { chance, check, profiled, settings } from './rows.ts';

const checksPerWeek = 5_040;

/** Rows that never change, with everything in them that tempts a test: rare values, gaps, a hardly ever wrong model. */
function rowsOf(random: ReturnType<typeof chance>, rows: number): Frame {
  const each = <T>(make: () => T) => Array.from({ length: rows }, make);
  return frameOf(
    {
      normal: each(() => random.normal()),
      gaps: each(() => (random.uniform() < 0.002 ? null : random.normal())),
      kind: each(() => (random.uniform() < 0.35 ? 'a' : random.uniform() < 0.4 ? 'b' : 'c')),
      rare: each(() => (random.uniform() < 0.003 ? 'yes' : 'no')),
    },
    each(() => (random.uniform() < 0.02 ? 'wrong' : 'right')),
    ['right', 'wrong'],
  );
}

/** Checks of `weeks` weeks at 20 rows each; a new champion every quarter of a week, whose window is short at first. */
function simulate(weeks: number, seed: number): DriftReport[] {
  const random = chance(seed);
  const alarms: DriftReport[] = [];
  for (let champion = 0; champion < 4 * weeks; champion++) {
    const reference = rowsOf(random, 2_000);
    const right = reference.label.codes.filter((code) => code === 0).length;
    const known = profiled(reference);
    let context = rowsOf(random, 0);
    for (let done = 0; done < checksPerWeek / 4; done += 90) {
      const fresh = rowsOf(random, 90 * 20);
      const reports = check({
        ...known,
        context,
        fresh,
        ends: Array.from({ length: 90 }, (_, slice) => 20 * (slice + 1)),
        settings: {
          ...settings,
          baseline: { accuracy: right / 2_000, rows: 2_000, majorityShare: right / 2_000 },
        },
      });
      alarms.push(...reports.filter(({ verdict }) => verdict === 'drift'));
      context = lastRows(concatFrames(context, fresh), settings.window);
    }
  }
  return alarms;
}

describe('the false-alarm budget', () => {
  it('is kept over a quarter of a week of rows that never change', () => {
    // One alarm a week is allowed on average: a quarter with more than one comes once in forty.
    expect(simulate(1 / 4, 5).length).toBeLessThanOrEqual(1);
  });
});
