import { describe, expect, it } from 'vitest';
import { judge, summed } from './judged.ts';

const stream = { changes: [5_000, 10_000], transition: 50 };

describe('alarms held against known changes', () => {
  it('count the rows to the first alarm after a change, the alarming row included', () => {
    expect(judge({ alarms: [5_011, 5_400, 10_999] }, stream)).toEqual({
      delays: [12, 1_000],
      missed: 0,
      false: 0,
    });
  });

  it('are false before a change and long after it, but not within its transition', () => {
    expect(judge({ alarms: [4_000, 4_980, 6_100] }, stream)).toEqual({ delays: [0], missed: 1, false: 2 });
  });

  it('cannot be judged where nobody knows the changes', () => {
    expect(judge({ alarms: [1] }, { ...stream, changes: null })).toBeNull();
  });

  it('are summed up as a median delay and means a walk, without a delay when nothing was found', () => {
    const found = { delays: [10, 30], missed: 0, false: 1 };
    expect(summed([found, { delays: [20], missed: 1, false: 0 }])).toEqual({
      delay: 20,
      missed: 0.5,
      false: 0.5,
    });
    expect(summed([{ delays: [], missed: 2, false: 0 }])).toEqual({ missed: 2, false: 0 });
  });
});
