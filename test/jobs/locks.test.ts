import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenStore } from '../../core/adapters/store/index.ts';
import { systemClock, systemRandom } from '../../core/adapters/system.ts';
import { watchLocks } from '../../jobs/locks.ts';
import { startJobs } from '../../jobs/scheduler.ts';
import { openTestStore } from '../core/ops/store.ts';
import { silent } from '../fakes/log.ts';

let open: OpenStore;
beforeEach(async () => {
  open = await openTestStore(systemClock);
});
afterEach(() => open.close());

const jobs = () => open.db.collection('agendaJobs');
const locked = async () =>
  (
    await jobs()
      .find({ lockedAt: { $ne: null } })
      .toArray()
  ).map(({ name }) => name);

/** A promise that is resolved from outside. */
function gate(): { passed: Promise<void>; open: () => void } {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}

/** A repository that locks a job when it is told to. */
function slow() {
  const gates: (() => void)[] = [];
  const repository: Parameters<typeof watchLocks>[1] = {
    saveJobState: async () => {},
    unlockJob: async () => {},
    async getNextJobToRun(name) {
      await new Promise<void>((resolve) => gates.push(resolve));
      await jobs().insertOne({ name, lockedAt: new Date(), lastModifiedBy: 'ours' });
      return undefined;
    },
  };
  const ask = (name: string) =>
    repository.getNextJobToRun(name, new Date(), new Date(), undefined, undefined);
  return { repository, ask, answer: () => gates.splice(0).map((gate) => gate()) };
}

describe('the locks of a scheduler', () => {
  it('are given back at its end, and those of others are left', async () => {
    const { repository } = slow();
    const lock = { lockedAt: new Date(), type: 'single' };
    await jobs().insertMany([
      { ...lock, name: 'deliver', lastModifiedBy: 'ours' },
      { ...lock, name: 'track', lastModifiedBy: 'theirs' },
    ]);
    const locks = watchLocks(open.db, repository, 'ours');
    locks.close();
    await locks.giveBack();
    expect(await locked()).toEqual(['track']);
  });

  it('are given back also when they were asked for before the end and come after it', async () => {
    const { repository, ask, answer } = slow();
    const locks = watchLocks(open.db, repository, 'ours');
    const asked = [ask('deliver'), ask('track')];
    locks.close();
    const back = locks.giveBack();
    answer();
    await Promise.all([...asked, back]);
    expect(await jobs().countDocuments({})).toBe(2);
    expect(await locked()).toEqual([]);
  });

  it('are given back of a job that does not end in time, and another process has it at once', async () => {
    const warned: string[] = [];
    const log = { ...silent, warn: (message: string) => void warned.push(message) };
    const metrics = { scheduled: () => {}, jobBegan: () => {}, jobRan: () => {} };
    const ports = { clock: systemClock, random: systemRandom, log, metrics };
    // Both on one host, with one number.
    const start = (run: () => Promise<void>) => {
      const chores = [{ name: 'sweep', cron: '* * * * * *', timezone: 'UTC', run }];
      return startJobs({ db: open.db, chores, ...ports, owner: 'host:1' });
    };
    const [begun, taken, end] = [gate(), gate(), gate()];
    const first = await start(() => {
      begun.open();
      return end.passed;
    });
    await begun.passed;
    await first.stop(20);
    expect(warned).toEqual(['jobs were still running at the end']);
    expect(await locked()).toEqual([]);
    const second = await start(async () => taken.open());
    await taken.passed;
    end.open();
    await second.stop();
    expect(await locked()).toEqual([]);
  });

  it('are asked for no more from the end on', async () => {
    const { repository, ask } = slow();
    watchLocks(open.db, repository, 'ours').close();
    expect(await ask('deliver')).toBeUndefined();
    expect(await jobs().countDocuments({})).toBe(0);
  });
});
