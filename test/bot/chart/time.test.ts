import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarOf } from '../../../bot/chart/time.ts';
import { day, hour, minute } from './drawing.ts';

function labels([from, until]: readonly [string, string], timezone = 'UTC', locale = 'en-GB'): string[] {
  return calendarOf({ timezone, locale })
    .ticks(Date.parse(from), Date.parse(until), 5)
    .map(({ label }) => label);
}

describe('the axis of time', () => {
  it.each([
    ['minutes', ['2026-11-22T10:01Z', '2026-11-22T10:13Z'], ['10:05', '10:10']],
    ['hours', ['2026-11-22T07:40Z', '2026-11-22T12:10Z'], ['08:00', '09:00', '10:00', '11:00', '12:00']],
    ['midnight', ['2026-11-21T19:00Z', '2026-11-22T04:00Z'], ['20:00', '22:00', '22 Nov', '02:00', '04:00']],
    ['days', ['2026-11-18T12:00Z', '2026-11-22T12:00Z'], ['19 Nov', '20 Nov', '21 Nov', '22 Nov']],
    [
      'weeks, from Mondays',
      ['2026-10-28T00:00Z', '2026-11-24T00:00Z'],
      ['2 Nov', '9 Nov', '16 Nov', '23 Nov'],
    ],
    ['months', ['2025-12-10T00:00Z', '2026-04-10T00:00Z'], ['2026', 'Feb', 'Mar', 'Apr']],
    ['years', ['2015-06-01T00:00Z', '2026-06-01T00:00Z'], ['2020', '2025']],
  ] as const)('counts %s', (_, span, expected) => {
    expect(labels(span)).toEqual(expected);
  });

  it('shows the hours of its own zone, those of half an hour among them', () => {
    const span = ['2026-11-22T07:40Z', '2026-11-22T12:10Z'] as const;
    expect(labels(span, 'Europe/Paris')).toEqual(['09:00', '10:00', '11:00', '12:00', '13:00']);
    expect(labels(span, 'Asia/Kolkata')).toEqual(['14:00', '15:00', '16:00', '17:00']);
  });

  it('begins days at midnight on both sides of a change of clocks', () => {
    // In Paris clocks went back on 25 October 2026 at 01:00 UTC.
    const calendar = calendarOf({ timezone: 'Europe/Paris', locale: 'en-GB' });
    const ticks = calendar.ticks(Date.parse('2026-10-23T12:00Z'), Date.parse('2026-10-27T12:00Z'), 5);
    expect(ticks.map(({ at }) => new Date(at).toISOString().slice(0, 16))).toEqual([
      '2026-10-23T22:00',
      '2026-10-24T22:00',
      '2026-10-25T23:00',
      '2026-10-26T23:00',
    ]);
  });

  it('writes days in the language of the chart', () => {
    expect(labels(['2026-12-18T12:00Z', '2026-12-21T12:00Z'], 'UTC', 'fr')).toEqual([
      '19 déc.',
      '20 déc.',
      '21 déc.',
    ]);
  });

  it('says its days and its zone', () => {
    const { span } = calendarOf({ timezone: 'Europe/Paris', locale: 'en-GB' });
    const at = Date.parse('2026-11-22T23:30Z');
    expect(span(at - hour, at)).toBe('22 Nov – 23 Nov 2026 · Europe/Paris');
    expect(span(at, at + hour)).toBe('23 Nov 2026 · Europe/Paris');
    expect(span(at - 365 * day, at)).toBe('23 Nov 2025 – 23 Nov 2026 · Europe/Paris');
  });

  it('has a few ticks, in order and inside, for any span in any zone', () => {
    const zones = ['UTC', 'America/St_Johns', 'Asia/Kathmandu', 'Europe/Paris', 'Pacific/Apia'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: -1e12, max: 3e12 }),
        fc.double({ min: Math.log(10 * minute), max: Math.log(2e12), noNaN: true }),
        (timezone, from, log) => {
          const until = from + Math.exp(log);
          const ticks = calendarOf({ timezone, locale: 'en-GB' }).ticks(from, until, 5);
          const moments = ticks.map(({ at }) => at);
          expect(moments).toEqual([...new Set(moments)].sort((one, other) => one - other));
          expect(moments.every((at) => at >= from && at <= until)).toBe(true);
          expect(ticks.length).toBeLessThanOrEqual(7);
        },
      ),
      { seed: 20261122, numRuns: 300 },
    );
  });
});
