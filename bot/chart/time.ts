// The axis of time: days and hours as a person of one time zone counts them. Pure.
import { zoneOffset } from '../../core/zone.ts';
import { niceStep, type Tick } from './axis.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const week = 7 * day;
const months = 12;
const monthsPerMs = 1 / (30.44 * day);
/** Monday, 5 January 1970: where weeks are counted from. */
const firstMonday = 4 * day;

const clockSteps = [1, 2, 5, 10, 15, 30].map((count) => count * minute);
const hourSteps = [1, 2, 3, 6, 12].map((count) => count * hour);
const daySteps = [1, 2, 3, 7, 14].map((count) => count * day);
const monthSteps = [1, 2, 3, 6];

/** Years 1019 to 2920: what no calendar of ours stumbles over. */
const furthest = 3e13;

export function isMoment(at: number): boolean {
  return Math.abs(at) <= furthest;
}

export interface Zone {
  readonly timezone: string;
  /** BCP 47. */
  readonly locale: string;
}

export interface Calendar {
  /** At most `most` of them, in order, with a date at every midnight. */
  ticks(from: number, until: number, most: number): Tick[];
  /** "21 Nov – 22 Nov 2026 · Europe/Paris" */
  span(from: number, until: number): string;
}

/** Moments are counted as the clock on the wall shows them, as if it showed UTC. */
export function calendarOf({ timezone, locale }: Zone): Calendar {
  const offsetAt = zoneOffset(timezone);
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options });
  const dayAndMonth = format({ day: 'numeric', month: 'short' });
  const month = format({ month: 'short' });
  const fullDay = format({ day: 'numeric', month: 'short', year: 'numeric' });

  const wallOf = (at: number) => at + offsetAt(at);

  /** The moment a wall shows; where clocks are put forward, the one after the gap or just before. */
  function momentOf(wall: number): number {
    const guess = wall - (wallOf(wall) - wall);
    return guess - (wallOf(guess) - wall);
  }

  function clockLabel(wall: number): string {
    return wall % day === 0 ? dayAndMonth.format(wall) : new Date(wall).toISOString().slice(11, 16);
  }

  const monthLabel = (wall: number) => {
    const year = new Date(wall).getUTCFullYear();
    return new Date(wall).getUTCMonth() === 0 ? String(year) : month.format(wall);
  };

  function everyMonths(from: number, until: number, step: number): Tick[] {
    const date = new Date(wallOf(from));
    const first = Math.ceil((date.getUTCFullYear() * months + date.getUTCMonth()) / step);
    const ticks: Tick[] = [];
    for (let index = first; ; index++) {
      const wall = Date.UTC(Math.floor((index * step) / months), (index * step) % months, 1);
      const at = momentOf(wall);
      if (at > until) return ticks;
      if (at >= from) ticks.push({ at, label: monthLabel(wall) });
    }
  }

  function every(from: number, until: number, { step, origin }: { step: number; origin: number }): Tick[] {
    const ticks: Tick[] = [];
    for (let wall = Math.ceil((wallOf(from) - origin) / step) * step + origin; ; wall += step) {
      const at = momentOf(wall);
      if (at > until) return ticks;
      if (at >= from && at > (ticks.at(-1)?.at ?? Number.NEGATIVE_INFINITY))
        ticks.push({ at, label: clockLabel(wall) });
    }
  }

  return {
    ticks(from, until, most) {
      const least = (until - from) / most;
      const step = [...clockSteps, ...hourSteps, ...daySteps].find((candidate) => candidate >= least);
      if (step !== undefined)
        return every(from, until, { step, origin: step % week === 0 ? firstMonday : 0 });
      const inMonths = least * monthsPerMs;
      const few = monthSteps.find((candidate) => candidate >= inMonths);
      return everyMonths(from, until, few ?? months * niceStep(Math.max(1, inMonths / months)));
    },
    span(from, until) {
      const [first, last] = [wallOf(from), wallOf(until)];
      const sameYear = new Date(first).getUTCFullYear() === new Date(last).getUTCFullYear();
      const begin = (sameYear ? dayAndMonth : fullDay).format(first);
      const sameDay = Math.floor(first / day) === Math.floor(last / day);
      return `${sameDay ? '' : `${begin} – `}${fullDay.format(last)} · ${timezone}`;
    },
  };
}
