import { describe, expect, it } from 'vitest';
import { lastDue } from '../../../core/ops/digest-plan.ts';

const utc = (month: number, day: number, hour: number, minute = 0) =>
  Date.UTC(2026, month - 1, day, hour, minute);

describe('when a digest was due last', () => {
  // Clocks of the zones: https://www.timeanddate.com/time/zones/ and /time/change/ for 2026.
  it.each([
    ['at the minute itself', 9, 'UTC', utc(1, 5, 9), '2026-01-05', utc(1, 5, 9)],
    ['a minute before, that of yesterday', 9, 'UTC', utc(1, 5, 8, 59), '2026-01-04', utc(1, 4, 9)],
    ['an hour ahead of UTC', 9, 'Europe/Paris', utc(1, 5, 8), '2026-01-05', utc(1, 5, 8)],
    ['in summer two', 9, 'Europe/Paris', utc(7, 6, 7), '2026-07-06', utc(7, 6, 7)],
    ['of a zone with half hours', 9, 'Asia/Kolkata', utc(1, 5, 3, 30), '2026-01-05', utc(1, 5, 3, 30)],
    ['where it is tomorrow already', 1, 'Pacific/Auckland', utc(1, 5, 12, 30), '2026-01-06', utc(1, 5, 12)],
    [
      'in an hour the clocks skip, the one after',
      2,
      'Europe/Paris',
      utc(3, 29, 2),
      '2026-03-29',
      utc(3, 29, 1),
    ],
    ['in an hour there is twice, the first', 2, 'Europe/Paris', utc(10, 25, 2), '2026-10-25', utc(10, 25, 0)],
  ])('%s', (_, hour, zone, at, day, due) => {
    expect(lastDue({ hour, zone }, at)).toEqual({ day, at: due });
  });
});
