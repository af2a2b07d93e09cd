// The real Agenda over a real store, which fails once, and a machine that sleeps. Timers are real except the scheduler's
// own look at the clock, which comes when the test says so.
import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Request } from '../../core/adapters/embedded/wire.ts';
import { systemClock, systemRandom } from '../../core/adapters/system.ts';
import type { Clock } from '../../core/ports.ts';
import { type RunningJobs, startJobs } from '../../jobs/scheduler.ts';
import { type LesserServer, lesserServer } from '../fakes/lesser-server.ts';
import { silent } from '../fakes/log.ts';

const yearly = '0 0 1 1 *';
const minute = 60_000;

/** Requests that are answered by an error, and how many were. */
let refuse: (request: Request) => boolean;
let refused: number;
let server: LesserServer;
let client: MongoClient;
let running: RunningJobs;
let began: string[];
/** What the scheduler sleeps for between two looks. */
const sleeps = new Set<() => void>();

beforeEach(async () => {
  refuse = () => false;
  refused = 0;
  began = [];
  sleeps.clear();
  server = await lesserServer((request) => {
    if (!refuse(request)) return null;
    refused += 1;
    return Promise.resolve({ ok: 0, errmsg: 'not primary', code: 10_107, codeName: 'NotWritablePrimary' });
  }, systemClock);
  client = await new MongoClient(server.uri, { retryWrites: false }).connect();
});
afterEach(async () => {
  vi.useRealTimers();
  await running.stop();
  await client.close();
  await server.close();
});

const clock: Clock = {
  now: () => systemClock.now(),
  sleep: (_ms, signal) =>
    new Promise((resolve) => {
      const end = () => {
        signal?.removeEventListener('abort', end);
        resolve();
      };
      sleeps.add(end);
      signal?.addEventListener('abort', end);
    }),
};
/** Ends every sleep, again and again, until `said` no longer throws. */
const looking = (said: () => void | Promise<void>) =>
  vi.waitFor(
    async () => {
      for (const wake of sleeps) wake();
      sleeps.clear();
      await said();
    },
    { timeout: 3_000, interval: 20 },
  );

const jobs = () => client.db('vigie').collection('agendaJobs');
const due = (name: string, at: number) => jobs().updateOne({ name }, { $set: { nextRunAt: new Date(at) } });
const lockOf = async (name: string): Promise<Date | null> => (await jobs().findOne({ name }))?.['lockedAt'];

/** The jobs "sweep", which lasts until `end`, and "dust"; `began` lists their runs. */
async function begin(end: Promise<void> = Promise.resolve()): Promise<void> {
  const chore = (name: string, ended: Promise<void>) => ({
    name,
    cron: yearly,
    timezone: 'UTC',
    run: () => {
      began.push(name);
      return ended;
    },
  });
  const chores = [chore('sweep', end), chore('dust', Promise.resolve())];
  const metrics = { scheduled: () => {}, jobBegan: () => {}, jobRan: () => {} };
  const ports = { clock, random: systemRandom, log: silent, metrics, owner: 'here' };
  running = await startJobs({ db: client.db('vigie'), chores, ...ports });
}

/** Begins with "sweep" due at `at`: nobody has to wait for a tick. */
async function beginDue(at: number, end?: Promise<void>): Promise<void> {
  await begin();
  await running.stop();
  await due('sweep', at);
  await begin(end);
}

/** What Agenda writes when a job begins and when it has ended. */
const savesRun = ({ command, body }: Request) =>
  command === 'update' && JSON.stringify(body).includes('"lastFinishedAt"');

describe('a schedule whose store was away for a moment', () => {
  it('runs a job whose beginning could not be written, and does not wait until its lock runs out', async () => {
    refuse = (request) => savesRun(request) && refused === 0;
    await beginDue(1);
    await looking(() => expect(began).toEqual(['sweep']));
    expect(refused).toBe(1);
  });

  it('frees a job whose end could not be written, and does not run it again', async () => {
    refuse = (request) => savesRun(request) && began.length > 0 && refused === 0;
    await beginDue(1);
    await looking(async () => {
      expect(refused).toBe(1);
      expect(await lockOf('sweep')).toBeNull();
    });
    expect(began).toEqual(['sweep']);
  });
});

describe('a schedule whose machine slept for longer than a lock lasts', () => {
  const sleep = () => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3 * minute });

  it('runs a job that was locked ahead of its time', async () => {
    await beginDue(Date.now() + 300);
    await vi.waitFor(async () => expect(await lockOf('sweep')).not.toBeNull());
    sleep();
    await looking(() => expect(began).toEqual(['sweep']));
  });

  it('goes on with a job that runs, keeps its lock, and waits for its end when it is stopped', async () => {
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    await beginDue(1, ended);
    await vi.waitFor(() => expect(began).toEqual(['sweep']));
    await due('dust', 1);
    sleep();
    await looking(() => expect(began).toEqual(['sweep', 'dust']));
    expect((await lockOf('sweep'))?.getTime()).toBe(Date.now());
    let stopped = false;
    const stop = running.stop().then(() => {
      stopped = true;
    });
    await vi.waitFor(async () => expect(await lockOf('dust')).toBeNull());
    expect(stopped).toBe(false);
    end();
    await stop;
    expect(await lockOf('sweep')).toBeNull();
    expect(began).toEqual(['sweep', 'dust']);
  });
});
