// How far the clocks of a time zone are from UTC, by Intl. Pure.
import { AppError } from './errors.ts';

/**
 * The offset of an IANA zone in milliseconds, east positive, at a moment in milliseconds since the epoch.
 * @throws AppError `invalid_config` for a zone that does not exist
 */
export function zoneOffset(zone: string): (utc: number) => number {
  const format = formatOf(zone);
  return (utc) => {
    const parts = new Map(format.formatToParts(utc).map(({ type, value }) => [type, Number(value)]));
    const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const wall = new Date(0).setUTCFullYear(of('year'), of('month') - 1, of('day'));
    const clock = wall + ((of('hour') * 60 + of('minute')) * 60 + of('second')) * 1000;
    return clock - Math.floor(utc / 1000) * 1000;
  };
}

function formatOf(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch (cause) {
    throw new AppError('invalid_config', `"${zone}" is not a time zone`, {
      remedy: 'Use an IANA name such as Europe/Paris or UTC.',
      cause,
    });
  }
}
