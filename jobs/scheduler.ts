// The schedule: Agenda keeps the jobs in MongoDB, so that any number of processes share them and each tick runs once.
import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda, type Job } from 'agenda';
import type { Db } from 'mongodb';
import { AppError, knownError } from '../core/errors.ts';
import type { Clock, Logger, Metrics, Random } from '../core/ports.ts';
import { keepFresh } from './afresh.ts';
import { lateness } from './lateness.ts';
import { watchLocks } from './locks.ts';

export interface Chore {
  /** Unique name; also the name of the Agenda job. */
  readonly name: string;
  /** Cron, five fields, or six with seconds first. */
  readonly cron: string;
  readonly timezone: string;
  readonly run: () => Promise<void>;
}

interface JobsWorld {
  readonly db: Db;
  readonly chores: readonly Chore[];
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'scheduled' | 'jobBegan' | 'jobRan'>;
  readonly random: Random;
  /** Names this process beside the locks it holds. */
  readonly owner: string;
}

export interface RunningJobs {
  /** Lets running jobs end, for `patience` milliseconds at most, and gives back all that is locked. Twice is once. */
  stop(patience?: number): Promise<void>;
}

/** A lock older than this belongs to a process that died: another one takes the job over. */
const lockMs = 90_000;
/** Running jobs renew their lock well before it runs out. */
const touchMs = 30_000;
/** How long giving back may take: a store that hangs answers never, and locks run out by themselves. */
const giveBackMs = 3_000;
/** Longer than work goes on before the process cuts it short: what ends by that gives its lock back by itself. */
const drainMs = 15_000;

/**
 * Starts the scheduler; every chore's schedule is in place when this resolves.
 * @throws AppError `invalid_config` for a schedule Agenda cannot read
 */
export async function startJobs(world: JobsWorld): Promise<RunningJobs> {
  await oneDocumentPerJob(world);
  // Processes in containers may share their host's name and their number.
  const holder = `${world.owner}:${world.random.id()}`;
  const agenda = new Agenda({
    name: holder,
    backend: new MongoBackend({ mongo: world.db }),
    processEvery: 5_000,
    defaultConcurrency: 1,
    defaultLockLimit: 1,
    defaultLockLifetime: lockMs,
  });
  agenda.on('error', (err) => world.log.error('the scheduler met an error', { err }));
  await agenda.ready;
  const locks = watchLocks(world.db, agenda.db, holder);
  const stopping = new AbortController();
  const runs = new Map<string, Promise<void>>();
  const life = { ...world, stopping: stopping.signal };
  world.metrics.scheduled(world.chores.map(({ name }) => name));
  // All before start(): a job that is due but unknown would be locked and lost for the length of its lock.
  for (const chore of world.chores)
    agenda.define(chore.name, async (job: Job) => {
      const run = perform(life, chore, job);
      runs.set(chore.name, run);
      await run.finally(() => runs.delete(chore.name));
    });
  for (const chore of world.chores) await schedule(agenda, chore);
  await agenda.start();
  void keepFresh({ ...world, agenda, locks, running: () => [...runs.keys()] }, life.stopping);
  let stopped: Promise<void> | null = null;
  return {
    stop(patience = drainMs) {
      stopping.abort();
      locks.close();
      stopped ??= drain(agenda, runs, patience, world).then(() => inTime(world.clock, locks.giveBack()));
      return stopped;
    },
  };
}

/** Two first starts at once would otherwise leave two documents of one job, and each would be run by somebody. */
async function oneDocumentPerJob({ db, log }: JobsWorld): Promise<void> {
  const single = { unique: true, partialFilterExpression: { type: 'single' } };
  try {
    await db.collection('agendaJobs').createIndex({ name: 1, type: 1 }, single);
  } catch (cause) {
    if (codeOf(cause) !== notImplemented) throw cause;
    log.warn(
      'start one process first: this server cannot keep two first starts from making two of each job',
      {
        lacks: 'partial indexes',
      },
    );
  }
}

/**
 * Puts the schedule in place, and leaves one that is in place alone: saving a job again would unlock it while another
 * process runs it, and would drop an overdue run.
 */
async function schedule(agenda: Agenda, { name, cron, timezone }: Chore): Promise<void> {
  const { jobs } = await agenda.queryJobs({ name });
  const same = jobs.some(
    (job) => job.repeatInterval === cron && job.repeatTimezone === timezone && job.nextRunAt,
  );
  if (same) return;
  try {
    await agenda.every(cron, name, undefined, { timezone });
  } catch (cause) {
    if (codeOf(cause) !== duplicate) throw cause;
    // Another process was faster by a moment; its schedule is the same one.
  }
  const [saved] = (await agenda.queryJobs({ name })).jobs;
  if (saved?.nextRunAt) return;
  throw new AppError('invalid_config', `The schedule "${cron}" (${timezone}) of ${name} cannot be read.`, {
    remedy: 'Correct DRIFT_CRON or TIMEZONE: five cron fields, an IANA time zone.',
  });
}

interface Life extends JobsWorld {
  readonly stopping: AbortSignal;
}

async function perform(life: Life, chore: Chore, job: Job): Promise<void> {
  const { clock, log, metrics } = life;
  const { name, run } = chore;
  const begun = clock.now();
  const seconds = () => (clock.now() - begun) / 1000;
  const late = lateness(chore, job.attrs.lastFinishedAt, begun);
  if (late !== null) metrics.jobBegan(late);
  const ended = new AbortController();
  const renewal = keepTouching(life, job, ended.signal);
  try {
    await run();
    metrics.jobRan(name, 'ok', seconds());
  } catch (cause) {
    metrics.jobRan(name, 'failed', seconds());
    if (!(cause instanceof AppError)) log.error('a job failed', { job: name, err: cause });
    // Agenda keeps the reason; an AppError's message is fit for it, anything else is not.
    throw knownError(cause);
  } finally {
    ended.abort();
    await renewal;
  }
}

/** Not in a stop: a lock that was given back must not come again, and the last renewal lasts longer than a stop. */
async function keepTouching({ clock, log, stopping }: Life, job: Job, ended: AbortSignal): Promise<void> {
  while (!ended.aborted) {
    await clock.sleep(touchMs, ended);
    if (ended.aborted || stopping.aborted) return;
    await job
      .touch()
      .catch((err: unknown) => log.warn('a job could not renew its lock', { job: job.attrs.name, err }));
  }
}

/** What an earlier search began Agenda no longer knows of. */
async function drain(
  agenda: Agenda,
  runs: ReadonlyMap<string, Promise<void>>,
  patience: number,
  { clock, log }: Pick<JobsWorld, 'clock' | 'log'>,
): Promise<void> {
  const ended = new AbortController();
  void Promise.allSettled(runs.values()).then(() => ended.abort());
  await Promise.all([agenda.drain(patience), clock.sleep(patience, ended.signal)]);
  if (runs.size > 0) log.warn('jobs were still running at the end', { running: [...runs.keys()] });
}

/** @throws AppError `storage_unavailable` when it takes too long */
async function inTime({ sleep }: Clock, givenBack: Promise<void>): Promise<void> {
  const done = new AbortController();
  const late = sleep(giveBackMs, done.signal).then(() => {
    if (done.signal.aborted) return;
    throw new AppError('storage_unavailable', 'The locks of the schedule could not be given back in time.');
  });
  try {
    await Promise.race([givenBack, late]);
  } finally {
    done.abort();
  }
}

/** MongoDB's codes for a document that exists already, and for what a server knows of and cannot do. */
const duplicate = 11000;
const notImplemented = 238;

const codeOf = (cause: unknown): unknown =>
  cause instanceof Error && 'code' in cause ? cause.code : undefined;
