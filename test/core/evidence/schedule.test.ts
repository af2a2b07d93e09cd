import { describe, expect, it } from 'vitest';
import { cooldownAfter } from '../../../core/evidence/cooldown.ts';
import { countLabelled, isChallengerDue, scheduleAfter } from '../../../core/evidence/schedule.ts';
import type { WatchState } from '../../../core/state.ts';
import { large, minute, next, ok, seeing, start } from './monitor-states.ts';

const calm = seeing(start, ok);
const due = (state: WatchState, every: number | null = 2_000) =>
  isChallengerDue(state, state.lastReport ?? next(state), every);
const vain = { result: 'rejected', trigger: 'schedule' } as const;

describe('a scheduled challenger', () => {
  it('is due with the last of so many new labelled rows, whatever portions they came in', () => {
    const almost = countLabelled(countLabelled(calm, 1_200), 799);
    expect([due(calm), due(almost), due(countLabelled(almost, 1))]).toEqual([false, false, true]);
  });

  it('is never due where the schedule is switched off, nor in mode seed', () => {
    const many = countLabelled(calm, 10_000);
    expect(due(many, null)).toBe(false);
    expect(isChallengerDue(many, next(many, { mode: 'seed' }), 2_000)).toBe(false);
  });

  it('leaves incidents and champions on probation alone, and waits for no signal that still learns', () => {
    const states = ['LEARNING', 'OK', 'SUSPECTED', 'ALARM', 'ACTING', 'PROBATION'] as const;
    const found = states.filter((monitor) => due(countLabelled({ ...calm, monitor }, 2_000)));
    expect(found).toEqual(['LEARNING', 'OK', 'SUSPECTED']);
    expect(due(countLabelled(seeing(start, large), 2_000))).toBe(false);
  });

  it('that was kept out is followed by one after as many rows again, and half an hour of event time', () => {
    const after = scheduleAfter(countLabelled(calm, 2_000), vain);
    expect(after.schedule).toEqual({ labelled: 0, rejections: 1, retryAt: 2 * minute + 30 * minute });
    const full = countLabelled(after, 2_000);
    const at = (rowsUntil: number) => isChallengerDue(full, next(full, { rowsUntil }), 2_000);
    expect([at(32 * minute - 1), at(32 * minute)]).toEqual([false, true]);
  });

  it('makes the next wait when it failed, where one somebody asked for changes nothing by failing', () => {
    const counted = countLabelled(calm, 2_000);
    expect(scheduleAfter(counted, { result: 'failed', trigger: 'schedule' }).schedule).toMatchObject({
      labelled: 0,
      rejections: 1,
    });
    expect(scheduleAfter(counted, { result: 'failed', trigger: 'manual' })).toBe(counted);
  });

  it('counts from any other tournament too, and a promotion ends the wait', () => {
    const waiting = countLabelled(scheduleAfter(calm, vain), 500);
    const asked = scheduleAfter(waiting, { result: 'rejected', trigger: 'manual' });
    expect(asked.schedule).toEqual({ ...waiting.schedule, labelled: 0 });
    const promoted = scheduleAfter(waiting, { result: 'promoted', trigger: 'drift' });
    expect(promoted.schedule).toEqual({ labelled: 0, rejections: 0, retryAt: null });
  });
});

describe('the cooldown', () => {
  it('doubles from half an hour to a day', () => {
    const hours = [1, 2, 3, 4, 5, 6, 7, 50].map((rejections) => cooldownAfter(rejections) / (60 * minute));
    expect(hours).toEqual([0.5, 1, 2, 4, 8, 16, 24, 24]);
  });
});
