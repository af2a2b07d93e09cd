import { expect, it } from 'vitest';
import { lateness } from '../../jobs/lateness.ts';

const everyTwoMinutes = { cron: '*/2 * * * *', timezone: 'UTC' };
const at = (time: string) => Date.parse(`2026-03-01T${time}Z`);

it.each([
  ['on time', '10:00:04', '10:02:00', 0],
  ['seven seconds late', '10:00:04', '10:02:07', 7],
  ['late by more than its period', '10:00:04', '10:09:00', 420],
  ['before its tick, by a timer that fired early', '10:00:04', '10:01:59', 0],
])('a job that begins %s', (_, before, now, seconds) => {
  expect(lateness(everyTwoMinutes, new Date(at(before)), at(now))).toBe(seconds);
});

it('knows nothing of a first run', () => {
  expect(lateness(everyTwoMinutes, null, at('10:02:07'))).toBe(null);
});

it('follows the time zone of the schedule', () => {
  const nightly = { cron: '30 3 * * *', timezone: 'Europe/Paris' };
  expect(lateness(nightly, new Date(at('00:00:00')), at('02:31:00'))).toBe(60);
});
