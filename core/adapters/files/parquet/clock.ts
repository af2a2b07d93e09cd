// Points in time as Parquet counts them, as the ISO 8601 text they are. Pure.
import type { TimeUnit } from 'hyparquet';

/** How many of a unit make a millisecond. */
const perMillisecond = {
  MILLIS: 1n,
  MICROS: 1_000n,
  NANOS: 1_000_000n,
} as const satisfies Record<TimeUnit, bigint>;
const minute = 60_000;
const day = 1440 * minute;

/** Days since the epoch as "2024-02-29"; the number itself where no calendar reaches. */
export function isoDate(days: number): string {
  return isoOf(days * day)?.slice(0, -'T00:00:00.000Z'.length) ?? String(days);
}

/**
 * Writer of times since the epoch: "2024-02-29T12:00:00.123", with the further digits of `unit` if there are any, and
 * `zone` behind it; the number itself where no calendar reaches.
 */
export function isoTimes(unit: TimeUnit, zone: '' | 'Z'): (value: bigint) => string {
  const ticks = perMillisecond[unit];
  // Rows are mostly in order, and asking the calendar is what takes the time.
  let known = { minute: Number.NaN, text: '' };
  return (value) => {
    const rest = ((value % ticks) + ticks) % ticks;
    const milliseconds = Number((value - rest) / ticks);
    const at = Math.floor(milliseconds / minute);
    if (at !== known.minute) {
      const iso = isoOf(at * minute);
      if (iso === null) return String(value);
      known = { minute: at, text: iso.slice(0, -'00.000Z'.length) };
    }
    const digits = String(100_000 + milliseconds - at * minute);
    const further = rest === 0n ? '' : String(ticks + rest).slice(1);
    return `${known.text}${digits.slice(1, 3)}.${digits.slice(3)}${further}${zone}`;
  };
}

function isoOf(milliseconds: number): string | null {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
