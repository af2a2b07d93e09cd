// Long work over HTTP: it begins once under its key, goes on whoever waits, and any process tells how it stands.
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { AppError, type ErrorCode } from '../errors.ts';
import type { Work } from '../work.ts';
import { onlyOne } from './audit.ts';
import { aliveMs, carryOut } from './carry-out.ts';
import { admits, type Call, type Caller, type Operation, type Run } from './operation.ts';
import type { BegunWork, WorkInfo, WorkResult } from './work-result.ts';
import { isRunning, workInfo, workResult } from './worked.ts';
import type { World } from './world.ts';

/** How often work of another process is looked at. */
const lookMs = 500;
/** Seconds somebody may wait for work. */
const longestWait = 60;
const newest = 50;
/** How work ends that has not begun: its key may be used again. */
const turnedAway: readonly ErrorCode[] = ['forbidden', 'no_champion', 'unknown_watch', 'watch_busy'];

/** What a key may be made of. */
export const keyPattern = /^[\x21-\x7e]{1,255}$/;

export const workInput = z.strictObject({ id: z.string(), wait: waitOf(0) });
export const worksInput = z.strictObject({ watch: z.string().optional() });

export interface Beginning {
  readonly operation: 'train' | 'retrain' | 'check';
  readonly input: Readonly<Record<string, unknown>>;
  /** Seconds to wait for its end, 0..60; 10 where nothing is said. */
  readonly wait?: unknown;
  /** null: the work is nobody's but this request's. */
  readonly key: string | null;
}

interface Lasting {
  readonly facts: Pick<Operation<unknown, unknown>, 'scope' | 'input'>;
  readonly run: Run<unknown>;
}

export interface Works {
  /**
   * Begins work, or finds what its key began before, and waits for its end a while.
   * @throws AppError as the operation, where that refuses caller or input; `invalid_input` for a wait out of range;
   * `idempotency_key_reused` for a key that began something else
   */
  begin(asked: Beginning, caller: Caller): Promise<BegunWork>;
  /** One piece of work, once it has ended or `wait` seconds are over. @throws AppError `not_found` */
  read(asked: z.infer<typeof workInput>, call: Call): Promise<WorkResult>;
  /** The newest 50. */
  list(asked: z.infer<typeof worksInput>): Promise<{ readonly work: readonly WorkInfo[] }>;
}

/** `table` names the operations that last. */
export function createWorks(world: World, table: Readonly<Record<Beginning['operation'], Lasting>>): Works {
  /** Work of this process. It never rejects. */
  const underWay = new Map<string, Promise<Work>>();

  const launch = (work: Work, run: Run<unknown>, asked: { input: unknown; caller: Caller }) => {
    const ended = carryOut(world, work, (progress) => run(asked.input, asked.caller, progress));
    underWay.set(work.id, ended);
    const forget = () => {
      // The same work may have begun again meanwhile.
      if (underWay.get(work.id) === ended) underWay.delete(work.id);
    };
    world.background.add(ended.then(forget));
  };

  return {
    async begin(asked, caller) {
      const { facts, run } = table[asked.operation];
      const { left, ...who } = caller;
      const seconds = secondsOf(asked.wait);
      const request = { input: asked.input, caller: who };
      const fresh = (): Work => freshWork(world, asked, who);
      // Refused by the operation itself, so that log and audit have it; nothing is stored of it.
      if (!admits(facts, asked.input, who)) await run(asked.input, who);
      const { work, replayed } = await claim(world, fresh, (begun) => launch(begun, run, request));
      const after = await awaited(world, work, { underWay, seconds, left });
      return { work: workResult(after, world.clock.now()), replayed };
    },
    async read({ id, wait: seconds }, { caller }) {
      const work = await found(world, id);
      const after = await awaited(world, work, { underWay, seconds, left: caller.left });
      return workResult(after, world.clock.now());
    },
    async list({ watch = null }) {
      const now = world.clock.now();
      return { work: (await world.store.work.list(watch, newest)).map((work) => workInfo(work, now)) };
    },
  };
}

function waitOf(otherwise: number) {
  return z.int().min(0).max(longestWait).default(otherwise);
}

/** @throws AppError `invalid_input` */
function secondsOf(wait: unknown): number {
  const parsed = waitOf(10).safeParse(wait);
  if (parsed.success) return parsed.data;
  const fault = { path: 'wait', message: `must be a whole number of seconds, 0 to ${longestWait}` };
  throw new AppError('invalid_input', `wait: ${fault.message}`, { faults: [fault] });
}

function freshWork(world: World, { operation, input, key }: Beginning, caller: Caller): Work {
  const { clock, random } = world;
  const { via, name, request = null } = caller;
  const now = clock.now();
  const owner = `${world.owner}:${random.id()}`;
  const { watch } = input;
  return {
    id: digestOf(key === null ? owner : JSON.stringify([via, name, operation, key])).slice(0, 32),
    operation,
    watch: typeof watch === 'string' ? watch : onlyOne(world.watches),
    by: name,
    request,
    requestedAt: now,
    owner,
    input: key === null ? null : digestOf(JSON.stringify(Object.entries(input).sort())),
    aliveUntil: now + aliveMs,
    ...{ state: 'running', endedAt: null, step: null, share: 0, result: null, error: null },
  };
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** Begins `fresh` work unless its key began something that stands. */
async function claim(
  world: World,
  fresh: () => Work,
  launch: (work: Work) => void,
): Promise<{ work: Work; replayed: boolean }> {
  const { store, clock } = world;
  for (;;) {
    const work = fresh();
    // Without a key nobody else can know its id.
    const before = work.input === null ? null : await store.work.read(work.id);
    if (before !== null && before.input !== work.input)
      throw new AppError('idempotency_key_reused', 'This Idempotency-Key began another request before.');
    if (before !== null && !beginsAgain(before, clock.now())) return { work: before, replayed: true };
    if (!(await store.work.begin(work, before?.owner ?? null))) continue;
    launch(work);
    return { work, replayed: false };
  }
}

/** Its process died, or it was turned away before it did anything. */
function beginsAgain({ state, aliveUntil, error }: Work, now: number): boolean {
  if (state === 'running') return aliveUntil <= now;
  return error !== null && turnedAway.includes(error.code);
}

/** @throws AppError `not_found` */
async function found({ store }: World, id: string): Promise<Work> {
  const work = await store.work.read(id);
  if (work !== null) return work;
  throw new AppError('not_found', 'There is no such job.', {
    remedy: 'See GET /jobs: jobs are kept for 24 hours.',
  });
}

interface Waiting {
  readonly underWay: ReadonlyMap<string, Promise<Work>>;
  readonly seconds: number;
  readonly left: AbortSignal | undefined;
}

/** `work` as it is once it does not run any more, the seconds are over or nobody waits. */
async function awaited(world: World, work: Work, { underWay, seconds, left }: Waiting): Promise<Work> {
  const { clock } = world;
  const until = clock.now() + seconds * 1_000;
  let known = work;
  for (;;) {
    const now = clock.now();
    if (!isRunning(known, now) || now >= until || left?.aborted === true) return known;
    const here = underWay.get(known.id) ?? null;
    const ms = here === null ? Math.min(lookMs, until - now) : until - now;
    known = (await endedWithin(world, { ms, here, left })) ?? (await found(world, known.id));
  }
}

async function endedWithin(
  { clock }: World,
  { ms, here, left }: { ms: number; here: Promise<Work> | null; left: AbortSignal | undefined },
): Promise<Work | null> {
  const enough = new AbortController();
  const signal = left === undefined ? enough.signal : AbortSignal.any([enough.signal, left]);
  const slept = clock.sleep(ms, signal).then(() => null);
  const ended = await (here === null ? slept : Promise.race([here, slept]));
  enough.abort();
  return ended;
}
