// Time cells to milliseconds since the epoch. Pure (time zones by Intl).
import { zoneOffset } from '../zone.ts';

const day = 86_400_000;
const iso =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?$/i;
const epoch = /^-?\d+(?:\.\d+)?$/;
/** 1e11 seconds is the year 5138, 1e11 milliseconds is 1973: numbers from here on are milliseconds. */
const firstMilliseconds = 1e11;
/** Beyond the year 4000 a number is microseconds or no time at all. */
const lastMilliseconds = 6.4e13;

/** A clock elsewhere may be a little ahead of ours: a row from further in the future has a wrong one. */
export const clockSkewMs = 5 * 60_000;

/** Milliseconds since the epoch of a time as text; NaN = not a time. */
export type TimeReader = (text: string) => number;

/**
 * Reads ISO 8601 with or without a zone, "YYYY-MM-DD HH:mm:ss", a date alone (its midnight), and epoch seconds or
 * milliseconds. A time without a zone is a wall clock in `zone` (IANA): of a doubled hour the first is meant, a
 * skipped one is moved forward, as RFC 5545 and Temporal ("compatible") do.
 * @throws AppError `invalid_config` for a zone that does not exist
 */
export function createTimeReader(zone: string): TimeReader {
  const utcOf = wallClock(zone);
  return (cell) => {
    const text = cell.trim();
    const parts = iso.exec(text);
    if (parts !== null) return readIso(parts, utcOf);
    return epoch.test(text) ? readEpoch(Number(text)) : Number.NaN;
  };
}

function readEpoch(value: number): number {
  if (Math.abs(value) > lastMilliseconds) return Number.NaN;
  return Math.trunc(Math.abs(value) < firstMilliseconds ? value * 1000 : value);
}

function readIso(parts: RegExpExecArray, utcOf: (wall: number) => number): number {
  const [year = 0, month = 0, date = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(orZero);
  const exists =
    month >= 1 && month <= 12 && date >= 1 && date <= daysIn(year, month) && hour < 24 && minute < 60;
  if (!exists || second >= 60) return Number.NaN;
  const thousandths = Number(`${parts[7] ?? ''}000`.slice(0, 3));
  const wall = new Date(0).setUTCFullYear(year, month - 1, date);
  const clock = wall + ((hour * 60 + minute) * 60 + second) * 1000 + thousandths;
  const zone = parts[8];
  return zone === undefined ? utcOf(clock) : clock - offsetOf(zone);
}

function orZero(text: string | undefined): number {
  return text === undefined ? 0 : Number(text);
}

function daysIn(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

function offsetOf(zone: string): number {
  if (/^(?:z|utc)$/i.test(zone)) return 0;
  const digits = zone.replace(':', '');
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** Wall clock (as if it were UTC) to UTC. Asking Intl costs microseconds, so days without a change are remembered. */
function wallClock(zone: string): (wall: number) => number {
  const offsetAt = zoneOffset(zone);
  const steady = new Map<number, number | null>();
  return (wall) => {
    const today = Math.floor(wall / day);
    let offset = steady.get(today);
    if (offset === undefined) {
      const [before, after] = [offsetAt((today - 1) * day), offsetAt((today + 2) * day)];
      offset = before === after ? before : null;
      steady.set(today, offset);
    }
    return offset === null ? acrossChange(wall, offsetAt) : wall - offset;
  };
}

function acrossChange(wall: number, offsetAt: (utc: number) => number): number {
  const before = offsetAt(wall - day);
  const after = offsetAt(wall + day);
  const [first, second] = [wall - before, wall - after];
  const onlySecond = offsetAt(second) === after && offsetAt(first) !== before;
  return onlySecond ? second : first;
}
