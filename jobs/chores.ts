// The table of chores: what runs on a schedule, and how often.
import type { Ops } from '../core/ops/index.ts';
import type { Caller } from '../core/ops/operation.ts';
import type { Clock } from '../core/ports.ts';
import type { Chore } from './scheduler.ts';

interface Round {
  readonly watch: string;
  readonly cron: string;
  readonly timezone: string;
}

/** Operations tell and track what they led to by themselves; these pick up what was left. */
const leftovers = '*/30 * * * * *';
/** Full hours of every zone: which of them is that of the digest is for its operation to say. */
const quarterly = '*/15 * * * *';
/** Snoozes and reminders are told in minutes. */
const everyMinute = '* * * * *';
/** A line in MLflow that is ten minutes old says enough; cards tell what is urgent. */
const tenMinutes = '*/10 * * * *';
/** Not at the full hour, when everybody else's chores run. */
const nightly = '17 3 * * *';
const minute = 60_000;
/** A timer may fire a little before its minute. */
const early = 1_000;

const vigie: Caller = { name: 'vigie', via: 'job', role: 'admin' };

export function chores(
  ops: Pick<Ops, 'aliases' | 'patrol' | 'deliver' | 'follow' | 'postDigest' | 'track' | 'logChecks' | 'tidy'>,
  clock: Clock,
  rounds: readonly Round[],
): Chore[] {
  // The minute is the slot: cron cannot ask for two runs in one.
  const slot = () => Math.floor((clock.now() + early) / minute);
  const patrols = rounds.map(
    ({ watch, cron, timezone }): Chore => ({
      name: `patrol:${watch}`,
      cron,
      timezone,
      run: async () => void (await ops.patrol({ watch, slot: slot() }, vigie)),
    }),
  );
  return [
    ...patrols,
    {
      name: 'deliver',
      cron: leftovers,
      timezone: 'UTC',
      run: async () => void (await ops.deliver({}, vigie)),
    },
    {
      name: 'digest',
      cron: quarterly,
      timezone: 'UTC',
      run: async () => void (await ops.postDigest({ slot: slot() }, vigie)),
    },
    {
      name: 'follow',
      cron: everyMinute,
      timezone: 'UTC',
      run: async () => void (await ops.follow({}, vigie)),
    },
    {
      name: 'monitor',
      cron: tenMinutes,
      timezone: 'UTC',
      run: async () => void (await ops.logChecks({}, vigie)),
    },
    {
      name: 'aliases',
      cron: everyMinute,
      timezone: 'UTC',
      run: async () => void (await ops.aliases({}, vigie)),
    },
    { name: 'tidy', cron: nightly, timezone: 'UTC', run: async () => void (await ops.tidy({}, vigie)) },
    { name: 'track', cron: leftovers, timezone: 'UTC', run: async () => void (await ops.track({}, vigie)) },
  ];
}

/** Deletes what is over, every hour, for a database that does not do so by itself. */
export function sweeping(sweep: () => Promise<unknown>): Chore {
  return { name: 'sweep', cron: '7 * * * *', timezone: 'UTC', run: async () => void (await sweep()) };
}

/** A start should show something at once, not in two minutes. What goes wrong is told, and the patrol tries again. */
export function checkAtStart(ops: Ops): void {
  for (const watch of ops.watchNames()) ops.check({ watch }, vigie).catch(() => {});
}
