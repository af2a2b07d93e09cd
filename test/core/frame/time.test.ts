import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTimeReader } from '../../../core/frame/time.ts';

/** The expectations are written as UTC and read by the language itself. */
const utc = (text: string) => Date.parse(text);

describe('a time reader', () => {
  const inParis = createTimeReader('Europe/Paris');

  it.each([
    ['2024-03-01T12:00:00Z', '2024-03-01T12:00:00Z'],
    ['2024-03-01T12:00:00+02:00', '2024-03-01T10:00:00Z'],
    ['2024-03-01T12:00:00-0530', '2024-03-01T17:30:00Z'],
    ['2024-03-01 12:00:00+01', '2024-03-01T11:00:00Z'],
    ['2024-03-01 12:00:00 UTC', '2024-03-01T12:00:00Z'],
    ['2024-03-01T12:00:00.123456Z', '2024-03-01T12:00:00.123Z'],
    ['2024-03-01t12:00z', '2024-03-01T12:00:00Z'],
  ])('reads %s with its own zone', (text, expected) => {
    expect(inParis(text)).toBe(utc(expected));
  });

  it.each([
    ['2024-01-15 12:00:00', '2024-01-15T11:00:00Z'],
    ['2024-07-15 12:00:00', '2024-07-15T10:00:00Z'],
    ['2024-07-15', '2024-07-14T22:00:00Z'],
    ['2024-07-15T12:00', '2024-07-15T10:00:00Z'],
    ['2024-03-31 01:59:59', '2024-03-31T00:59:59Z'],
    ['2024-03-31 03:00:00', '2024-03-31T01:00:00Z'],
    ['2024-10-27 01:59:59', '2024-10-26T23:59:59Z'],
    ['2024-10-27 03:00:00', '2024-10-27T02:00:00Z'],
  ])('reads %s as a wall clock in Paris', (text, expected) => {
    expect(inParis(text)).toBe(utc(expected));
  });

  it('reads a wall clock that two hours show as the first of them', () => {
    expect(inParis('2024-10-27 02:30:00')).toBe(utc('2024-10-27T00:30:00Z'));
  });

  it('moves a wall clock that no hour shows forward', () => {
    expect(inParis('2024-03-31 02:30:00')).toBe(utc('2024-03-31T01:30:00Z'));
  });

  it.each([
    ['Asia/Kolkata', '2024-01-01 00:00:00', '2023-12-31T18:30:00Z'],
    ['America/New_York', '2024-11-03 01:30:00', '2024-11-03T05:30:00Z'],
    ['America/New_York', '2024-03-10 03:00:00', '2024-03-10T07:00:00Z'],
    ['Australia/Lord_Howe', '2024-04-07 02:15:00', '2024-04-06T15:45:00Z'],
    ['UTC', '2024-02-29 23:59:59', '2024-02-29T23:59:59Z'],
  ])('knows the clocks of %s', (zone, text, expected) => {
    expect(createTimeReader(zone)(text)).toBe(utc(expected));
  });

  it('reads epoch seconds and milliseconds', () => {
    expect(inParis('1700000000')).toBe(1_700_000_000_000);
    expect(inParis('1700000000.25')).toBe(1_700_000_000_250);
    expect(inParis('1700000000123')).toBe(1_700_000_000_123);
    expect(inParis('0')).toBe(0);
  });

  it.each([
    '',
    'soon',
    '2024-13-01',
    '2024-02-30',
    '2023-02-29',
    '2024-01-01 25:00',
    '01/02/2024',
    '17e9',
    '1700000000000000000',
  ])('does not take %j for a time', (text) => {
    expect(inParis(text)).toBeNaN();
  });

  it('reads back any moment it is given with a zone or as UTC', () => {
    const plain = createTimeReader('UTC');
    const moment = fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true });
    fc.assert(
      fc.property(moment, (date) => {
        expect(inParis(date.toISOString())).toBe(date.getTime());
        expect(plain(date.toISOString().slice(0, -1))).toBe(date.getTime());
      }),
    );
  });

  it('refuses a zone that does not exist', () => {
    expect(() => createTimeReader('Mars/Olympus')).toThrow('"Mars/Olympus" is not a time zone');
  });
});
