// What Agenda does not get over by itself. A job whose start or end could not be saved stays locked, by nobody, until its
// lock runs out. And of a job that was locked ahead of its time when the machine fell asleep, and whose lock ran out
// meanwhile, Agenda thinks that it is locked here: this process would never take it again.
import type { Agenda } from 'agenda';
import type { Clock, Logger } from '../core/ports.ts';
import type { Locks } from './locks.ts';

export interface Search {
  readonly agenda: Agenda;
  readonly locks: Locks;
  /** Names of the jobs that run in this process. */
  readonly running: () => readonly string[];
  readonly clock: Clock;
  readonly log: Logger;
}

/** How often there is a look at the clock and at the locks: as often as Agenda looks for due jobs. */
const lookMs = 5_000;
/** Later than a busy loop is, and much sooner than a lock runs out. */
const asleepMs = 30_000;

/**
 * Lets the search for due jobs begin afresh, until `stopping`: after every failure of the store that leaves a lock in doubt,
 * as soon as the store answers, and after every sleep of the machine. What runs goes on.
 */
export async function keepFresh(search: Search, stopping: AbortSignal): Promise<void> {
  const { locks, clock, log } = search;
  let due = false;
  while (!stopping.aborted) {
    const before = clock.now();
    await clock.sleep(lookMs, stopping);
    const slept = clock.now() - before > lookMs + asleepMs;
    due = locks.doubtful() || slept || due;
    if (!due || stopping.aborted) continue;
    due = false;
    await beginAfresh(search, stopping).catch((err: unknown) => {
      due = true;
      log.debug('the store is still away: the schedule waits', { err });
    });
  }
}

async function beginAfresh({ agenda, locks, running, clock }: Search, stopping: AbortSignal): Promise<void> {
  await agenda.stop(false);
  await locks.keepOnly(running(), clock.now());
  if (!stopping.aborted) await agenda.start();
}
