// How late a job begins.
import { CronExpressionParser } from 'cron-parser';

/**
 * Seconds between the first tick of its schedule after the run before ended, whichever process made that, and `now`;
 * null before the first run. Agenda has moved its own note of the tick on by the time a job is called.
 */
export function lateness(
  { cron, timezone }: { readonly cron: string; readonly timezone: string },
  lastFinishedAt: Date | null | undefined,
  now: number,
): number | null {
  if (!lastFinishedAt) return null;
  const ticks = CronExpressionParser.parse(cron, { tz: timezone, currentDate: lastFinishedAt });
  return Math.max(0, now - ticks.next().getTime()) / 1000;
}
