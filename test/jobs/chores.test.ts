import { describe, expect, it } from 'vitest';
import { chores, sweeping } from '../../jobs/chores.ts';

const noon = Date.UTC(2026, 0, 5, 12);

function table(now: number) {
  const asked: unknown[] = [];
  const note =
    <O>(name: string, result: O) =>
    async (input: unknown, caller: unknown) => {
      asked.push([name, input, caller]);
      return result;
    };
  const patrolled = {
    watch: 'shop',
    checks: 0,
    rows: 0,
    report: null,
    trained: false,
    waiting: null,
    retrain: null,
  };
  const ops = {
    patrol: note('patrol', { ...patrolled, repeated: false }),
    deliver: note('deliver', { done: 0 }),
    follow: note('follow', { done: 0 }),
    postDigest: note('postDigest', { told: false }),
    track: note('track', { done: 0 }),
    logChecks: note('logChecks', { done: 0 }),
    tidy: note('tidy', { versions: 0, snapshots: 0, runs: 0 }),
    aliases: note('aliases', { done: 0 }),
  };
  const clock = { now: () => now, sleep: async () => {} };
  const rounds = [{ watch: 'shop', cron: '*/2 * * * *', timezone: 'Europe/Paris' }];
  return { asked, list: chores(ops, clock, rounds) };
}

describe('the chores', () => {
  it('are a patrol for each watch on its own schedule, the leftovers twice a minute, tidying once a day', () => {
    const { list } = table(noon);
    expect(list.map(({ name, cron, timezone }) => [name, cron, timezone])).toEqual([
      ['patrol:shop', '*/2 * * * *', 'Europe/Paris'],
      ['deliver', '*/30 * * * * *', 'UTC'],
      ['digest', '*/15 * * * *', 'UTC'],
      ['follow', '* * * * *', 'UTC'],
      ['monitor', '*/10 * * * *', 'UTC'],
      ['aliases', '* * * * *', 'UTC'],
      ['tidy', '17 3 * * *', 'UTC'],
      ['track', '*/30 * * * * *', 'UTC'],
    ]);
  });

  it('patrol the slot of their minute, even when the timer fires a little early', async () => {
    const slots: unknown[] = [];
    for (const now of [noon, noon - 900, noon + 58_000]) {
      const { asked, list } = table(now);
      await list[0]?.run();
      slots.push(asked);
    }
    const slot = noon / 60_000;
    const caller = { name: 'vigie', via: 'job', role: 'admin' };
    expect(slots).toEqual(Array(3).fill([['patrol', { watch: 'shop', slot }, caller]]));
  });

  it('ask for the digest at each full hour of every zone, also when the timer fires a little early', async () => {
    const caller = { name: 'vigie', via: 'job', role: 'admin' };
    for (const now of [noon, noon - 900]) {
      const { asked, list } = table(now);
      await list.find(({ name }) => name === 'digest')?.run();
      expect(asked).toEqual([['postDigest', { slot: noon / 60_000 }, caller]]);
    }
  });

  it('sweep every hour where the database does not', async () => {
    let swept = 0;
    const { run, ...chore } = sweeping(async () => ++swept);
    await run();
    expect([chore, swept]).toEqual([{ name: 'sweep', cron: '7 * * * *', timezone: 'UTC' }, 1]);
  });

  it('deliver and track what was left, and tidy up', async () => {
    const { asked, list } = table(noon);
    for (const chore of list.slice(1)) await chore.run();
    expect(asked.map((call) => (Array.isArray(call) ? call[0] : null))).toEqual([
      'deliver',
      'postDigest',
      'follow',
      'logChecks',
      'aliases',
      'tidy',
      'track',
    ]);
  });
});
