import { describe, expect, it } from 'vitest';
import { AppError, cutShort, isCutShort } from '../../core/errors.ts';

describe('what a process cut short by ending', () => {
  it('is told from what a person stopped, from a failure and from a bug', () => {
    expect(isCutShort(cutShort())).toBe(true);
    expect(isCutShort(cutShort(new Error('Terminating worker thread')))).toBe(true);
    const others = [
      new AppError('cancelled', 'The retrain was cancelled by ada.', { by: 'ada' }),
      new AppError('upstream_unavailable', 'MLflow does not answer.'),
      Object.assign(new Error('not ours'), { code: 'cancelled', by: null }),
      'cancelled',
    ];
    expect(others.map(isCutShort)).toEqual([false, false, false, false]);
  });

  it('says so, and that it may be started again', () => {
    const { code, message, remedy, by, status } = cutShort();
    expect({ code, message, by, status }).toEqual({
      code: 'cancelled',
      message: 'Vigie stopped before this was done.',
      by: null,
      status: 409,
    });
    expect(remedy).toContain('Start it again');
  });
});
