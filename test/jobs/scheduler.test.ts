// The real Agenda over a real store; its timers are real, so a case waits for an event, a second at most.
import { type Db, MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenStore } from '../../core/adapters/store/index.ts';
import { systemClock, systemRandom } from '../../core/adapters/system.ts';
import { AppError } from '../../core/errors.ts';
import type { Logger, Metrics } from '../../core/ports.ts';
import { type Chore, type RunningJobs, startJobs } from '../../jobs/scheduler.ts';
import { openTestStore } from '../core/ops/store.ts';
import { lesserServer, withoutIndexOption } from '../fakes/lesser-server.ts';

const here = { random: systemRandom, owner: 'here' };
const everySecond = '* * * * * *';
const yearly = '0 0 1 1 *';

let open: OpenStore;
let running: RunningJobs[];
let counted: string[];
let logged: string[];
beforeEach(async () => {
  open = await openTestStore(systemClock);
  running = [];
  counted = [];
  logged = [];
});
afterEach(async () => {
  await Promise.all(running.map((jobs) => jobs.stop()));
  await open.close();
});

async function begin(chores: readonly Chore[], db = open.db): Promise<RunningJobs> {
  const note = (message: string) => void logged.push(message);
  const log: Logger = { debug: () => {}, info: () => {}, warn: note, error: note };
  const metrics: Pick<Metrics, 'scheduled' | 'jobBegan' | 'jobRan'> = {
    scheduled: () => {},
    jobBegan: () => {},
    jobRan: (job, result) => void counted.push(`${job} ${result}`),
  };
  const jobs = await startJobs({ db, chores, clock: systemClock, log, metrics, ...here });
  running.push(jobs);
  return jobs;
}

const chore = (cron: string, run: () => Promise<void> = async () => {}, timezone = 'UTC'): Chore => ({
  name: 'sweep',
  cron,
  timezone,
  run,
});

/** Starts with the job due already, so that nobody has to wait for a tick. */
async function beginDue(run: () => Promise<void>, cron = yearly): Promise<RunningJobs> {
  await (await begin([chore(cron)])).stop();
  await overdue();
  return begin([chore(cron, run)]);
}

const overdue = () =>
  open.db.collection('agendaJobs').updateOne({ name: 'sweep' }, { $set: { nextRunAt: new Date(1) } });

const documents = (db: Db) => db.collection('agendaJobs').find({}).toArray();

/** A promise that is resolved from outside. */
function openGate(): { passed: Promise<void>; open: () => void } {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}

/** `made` resolves when `run` was called so many times. */
function calls(times: number, each: () => void = () => {}) {
  const gate = openGate();
  let left = times;
  const run = async () => {
    if (--left === 0) gate.open();
    each();
  };
  return { run, made: gate.passed };
}

describe('a chore', () => {
  it('runs at its time, and is counted', async () => {
    const { run, made } = calls(1);
    await begin([chore(everySecond, run)]);
    await made;
    await running[0]?.stop();
    expect(counted).toContain('sweep ok');
    const [job] = await open.store.jobs();
    expect(job).toMatchObject({ name: 'sweep', running: false, failure: null });
    expect(job?.lastRunAt).toBeGreaterThan(0);
    expect(job?.nextRunAt).toBeGreaterThan(job?.lastRunAt ?? 0);
  });

  it('that fails is counted and keeps its reason, if it is fit to be seen', async () => {
    const { run, made } = calls(1, () => {
      throw new AppError('bad_data', 'a.csv has no column "x"');
    });
    const jobs = await beginDue(run);
    await made;
    await jobs.stop();
    expect(counted).toContain('sweep failed');
    expect((await open.store.jobs())[0]?.failure).toBe('a.csv has no column "x"');
    expect(logged).toEqual([]);
  });

  it('that meets a bug says so in the log, and nothing more to others', async () => {
    const { run, made } = calls(1, () => {
      throw new TypeError('password of the database is hunter2');
    });
    const jobs = await beginDue(run);
    await made;
    await jobs.stop();
    expect(logged).toEqual(['a job failed']);
    expect((await open.store.jobs())[0]?.failure).toBe('Something went wrong inside Vigie.');
  });

  it('that is due runs once, however many processes wait for it', async () => {
    await (await begin([chore(yearly)])).stop();
    await overdue();
    const { run, made } = calls(1);
    const waiting = await Promise.all([1, 2, 3].map(() => begin([chore(yearly, run)])));
    await made;
    await Promise.all(waiting.map((jobs) => jobs.stop()));
    expect(counted).toEqual(['sweep ok']);
    expect(await documents(open.db)).toHaveLength(1);
  });
});

describe('a schedule', () => {
  it('that is in place is left alone, and with it what the job was about', async () => {
    await (await begin([chore(yearly)])).stop();
    const locked = { lockedAt: new Date(5), lastRunAt: new Date(4), failCount: 2, disabled: true };
    await open.db.collection('agendaJobs').updateOne({ name: 'sweep' }, { $set: locked });
    const before = await documents(open.db);
    await (await begin([chore(yearly)])).stop();
    expect(await documents(open.db)).toEqual(before);
  });

  it('keeps an overdue run: it is made up for once', async () => {
    const { run, made } = calls(1);
    const jobs = await beginDue(run);
    await made;
    await jobs.stop();
    expect(counted).toEqual(['sweep ok']);
  });

  it('that changed is put in place', async () => {
    await (await begin([chore(yearly)])).stop();
    const [january] = await documents(open.db);
    await (await begin([chore('0 0 1 7 *')])).stop();
    const after = await documents(open.db);
    expect(after).toHaveLength(1);
    expect(after[0]).toMatchObject({ repeatInterval: '0 0 1 7 *' });
    expect(after[0]?.['nextRunAt']).not.toEqual(january?.['nextRunAt']);
    await (await begin([chore('0 0 1 7 *', undefined, 'Asia/Tokyo')])).stop();
    const [moved] = await documents(open.db);
    const hours = 9 * 3_600_000;
    expect(moved?.['nextRunAt'].getTime()).toBe(after[0]?.['nextRunAt'].getTime() - hours);
  });

  it.each([
    { name: 'a word', cron: 'banana', timezone: 'UTC' },
    { name: 'a minute 61', cron: '61 * * * *', timezone: 'UTC' },
    { name: 'an unknown zone', cron: yearly, timezone: 'Mars/Olympus' },
  ])('that cannot be read is refused: $name', async ({ cron, timezone }) => {
    await expect(begin([chore(cron, undefined, timezone)])).rejects.toMatchObject({ code: 'invalid_config' });
    // Once corrected it works.
    await (await begin([chore(yearly)])).stop();
    expect((await open.store.jobs())[0]?.nextRunAt).toBeGreaterThan(0);
  });
});

describe('a server without partial indexes', () => {
  it('runs the schedule all the same, and is warned of', async () => {
    const server = await lesserServer(withoutIndexOption('partialFilterExpression'), systemClock);
    const client = await new MongoClient(server.uri).connect();
    const { run, made } = calls(1);
    const lone = await begin([chore(everySecond, run)], client.db('vigie'));
    await made;
    await lone.stop();
    expect(logged).toEqual([expect.stringContaining('start one process first')]);
    await client.close();
    await server.close();
  });
});

describe('14 whoever writes into the store chooses no code', () => {
  it('a job of a name that is not in the table never runs, and one that is runs as the table says', async () => {
    await (await begin([chore(yearly)])).stop();
    const due = { nextRunAt: new Date(1), priority: 20, lockedAt: null, disabled: false, type: 'normal' };
    const data = { watch: { $ne: null }, run: 'process.exit(1)', name: '../../main.js' };
    const [known] = await documents(open.db);
    const rogues = ['../../main.js', 'constructor', '__proto__'].map((name) => ({ ...due, name, data }));
    await open.db.collection('agendaJobs').insertMany(rogues);
    await open.db
      .collection('agendaJobs')
      .updateOne({ name: 'sweep' }, { $set: { data, nextRunAt: new Date(1) } });
    const given: unknown[] = [];
    const gate = openGate();
    const run = async (...all: unknown[]) => {
      given.push(...all);
      gate.open();
    };
    await begin([chore(yearly, run)]);
    await gate.passed;
    await running.at(-1)?.stop();
    expect(known?.['name']).toBe('sweep');
    expect([given, counted]).toEqual([[], ['sweep ok']]);
    const left = await documents(open.db);
    expect(left.filter(({ lastRunAt }) => lastRunAt != null).map(({ name }) => name)).toEqual(['sweep']);
  });
});

describe('stopping', () => {
  it('lets a running job end, and can be done twice', async () => {
    const begun = openGate();
    const gate = openGate();
    let ended = false;
    const jobs = await beginDue(async () => {
      begun.open();
      await gate.passed;
      ended = true;
    });
    await begun.passed;
    const [first, second] = [jobs.stop(), jobs.stop()];
    gate.open();
    await Promise.all([first, second]);
    expect(ended).toBe(true);
    expect(counted).toEqual(['sweep ok']);
  });

  it('gives back jobs that were locked ahead of their time', async () => {
    const { run, made } = calls(1);
    const jobs = await beginDue(run, everySecond);
    await made;
    await jobs.stop();
    expect(await open.db.collection('agendaJobs').countDocuments({ lockedAt: { $ne: null } })).toBe(0);
  });
});
