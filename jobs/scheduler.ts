// The schedule: Agenda keeps the jobs in MongoDB, so that any number of processes share them and each tick runs once.
import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda, type Job } from 'agenda';
import type { Db } from 'mongodb';
import { AppError, knownError } from '../core/errors.ts';
import type { Clock, Logger, Metrics } from '../core/ports.ts';
import { lateness } from './lateness.ts';

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
}

export interface RunningJobs {
  /** Lets running jobs end (twenty seconds at most) and gives back all that is locked. A second call does nothing. */
  stop(): Promise<void>;
}

/** A lock older than this belongs to a process that died: another one takes the job over. */
const lockMs = 90_000;
/** Running jobs renew their lock well before it runs out. */
const touchMs = 30_000;
const drainMs = 20_000;

/**
 * Starts the scheduler; every chore's schedule is in place when this resolves.
 * @throws AppError `invalid_config` for a schedule Agenda cannot read
 */
export async function startJobs(world: JobsWorld): Promise<RunningJobs> {
  await oneDocumentPerJob(world);
  const agenda = new Agenda({
    backend: new MongoBackend({ mongo: world.db }),
    processEvery: 5_000,
    defaultConcurrency: 1,
    defaultLockLimit: 1,
    defaultLockLifetime: lockMs,
  });
  agenda.on('error', (err) => world.log.error('the scheduler met an error', { err }));
  await agenda.ready;
  world.metrics.scheduled(world.chores.map(({ name }) => name));
  // All before start(): a job that is due but unknown would be locked and lost for the length of its lock.
  for (const chore of world.chores) agenda.define(chore.name, (job: Job) => perform(world, chore, job));
  for (const chore of world.chores) await schedule(agenda, chore);
  await agenda.start();
  let stopped: Promise<void> | null = null;
  return {
    stop() {
      stopped ??= drain(agenda, world.log);
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

async function perform({ clock, log, metrics }: JobsWorld, chore: Chore, job: Job): Promise<void> {
  const { name, run } = chore;
  const begun = clock.now();
  const seconds = () => (clock.now() - begun) / 1000;
  const late = lateness(chore, job.attrs.lastFinishedAt, begun);
  if (late !== null) metrics.jobBegan(late);
  const ended = new AbortController();
  const renewal = keepTouching(job, { clock, log, signal: ended.signal });
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

async function keepTouching(
  job: Job,
  { clock, log, signal }: { clock: Clock; log: Logger; signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(touchMs, signal);
    if (signal.aborted) return;
    await job
      .touch()
      .catch((err: unknown) => log.warn('a job could not renew its lock', { job: job.attrs.name, err }));
  }
}

async function drain(agenda: Agenda, log: Logger): Promise<void> {
  const { lockedJobs, runningJobs } = await agenda.getRunningStats(true);
  const running = idsOf(runningJobs);
  const ahead = idsOf(lockedJobs).filter((id) => !running.includes(id));
  const result = await agenda.drain(drainMs);
  if (result.timedOut) log.warn('jobs were still running at the end', { running: result.running });
  // Never begun, or cut short by the end of the process: without this they would wait for their lock to run out.
  const left = result.timedOut ? [...ahead, ...running] : ahead;
  if (left.length > 0) await agenda.db.unlockJobs(left);
}

function idsOf(jobs: number | readonly { _id?: unknown }[]): string[] {
  return typeof jobs === 'number' ? [] : jobs.flatMap((job) => (job._id == null ? [] : [String(job._id)]));
}

/** MongoDB's codes for a document that exists already, and for what a server knows of and cannot do. */
const duplicate = 11000;
const notImplemented = 238;

const codeOf = (cause: unknown): unknown =>
  cause instanceof Error && 'code' in cause ? cause.code : undefined;
