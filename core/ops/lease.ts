// One worker at a time: a lease document that is renewed while the work lasts and free again a minute after a crash.
// It says who works on what, and carries the wish that it stops to whichever process that is.
import { stoppable } from '../compute/pool.ts';
import { AppError } from '../errors.ts';
import type { Task } from '../store.ts';
import type { Caller } from './operation.ts';
import type { World } from './world.ts';

const leaseMs = 60_000;
const renewMs = 20_000;
/** How soon a wish to stop is heard. */
const listenMs = 1_000;

interface Work {
  readonly operation: string;
  readonly caller: Pick<Caller, 'name' | 'via'>;
  /** What is done of it by now, 0..1. */
  readonly share?: () => number;
}

/** What a watch's own work holds. */
export const workOn = (watch: string) => `work:${watch}`;

/**
 * Runs `work` on a watch while nobody else works on it. It gets a world whose compute ends when somebody asks for that,
 * and the signal to look at before it changes anything.
 * @throws AppError `watch_busy` when somebody does, `cancelled` when it was asked to stop
 */
export async function withLease<T>(
  world: World,
  watch: string,
  asked: Work & { readonly work: (world: World, signal: AbortSignal) => Promise<T> },
): Promise<T> {
  const stop = new AbortController();
  const inside = { ...world, compute: stoppable(world.compute, stop.signal) };
  const task = taskOf(world, asked, true);
  const { share } = asked;
  const lease = { id: workOn(watch), task, stop, ...(share === undefined ? {} : { share }) };
  const done = await hold(world, lease, () => asked.work(inside, stop.signal));
  if (done !== null) return done.result;
  throw busy(watch, await world.store.leases.task(lease.id), world.clock.now());
}

/** Runs `work` while nobody else holds the lease `id`; null when somebody does. It does not stop when asked to. */
export async function tryLease<T>(
  world: World,
  id: string,
  work: () => Promise<T>,
): Promise<{ result: T } | null> {
  const vigie = { operation: 'upkeep', caller: { name: 'vigie', via: 'job' } } as const;
  return hold(world, { id, task: taskOf(world, vigie, false), stop: null }, work);
}

function taskOf(world: World, { operation, caller }: Work, stops: boolean): Task {
  return { operation, by: caller.name, via: caller.via, since: world.clock.now(), stoppable: stops };
}

interface Lease {
  readonly id: string;
  readonly task: Task;
  /** null: it does not listen. */
  readonly stop: AbortController | null;
  readonly share?: Work['share'];
}

async function hold<T>(world: World, lease: Lease, work: () => Promise<T>): Promise<{ result: T } | null> {
  const owner = `${world.owner}:${world.random.id()}`;
  const { id, task } = lease;
  if (!(await world.store.leases.acquire(id, owner, leaseMs, task))) return null;
  const ended = new AbortController();
  const renewal = keepRenewing(world, lease, { owner, ended: ended.signal });
  try {
    return { result: await work() };
  } finally {
    ended.abort();
    await renewal;
    await letGo(world, id, owner);
  }
}

/** Never throws: a lease runs out by itself, and the work's own result must not be lost to this. */
export async function letGo(
  { store, log }: Pick<World, 'store' | 'log'>,
  id: string,
  owner: string,
): Promise<void> {
  await store.leases.release(id, owner).catch((cause: unknown) => {
    log.warn('a lease could not be released', { id, err: cause });
  });
}

async function keepRenewing(
  world: World,
  { id, task: begun, stop, share }: Lease,
  { owner, ended }: { owner: string; ended: AbortSignal },
): Promise<void> {
  const { clock, store, log } = world;
  const restMs = stop === null ? renewMs : listenMs;
  let task = begun;
  let rested = 0;
  while (!ended.aborted) {
    await clock.sleep(restMs, ended);
    if (ended.aborted) return;
    rested += restMs;
    try {
      if (stop !== null) await listen(world, { id, task, stop }, owner);
      const told = share?.();
      if (rested < renewMs && task.share === told) continue;
      if (told !== undefined) task = { ...task, share: told };
      await store.leases.acquire(id, owner, leaseMs, task);
      rested = 0;
    } catch (cause) {
      log.warn('a lease could not be renewed', { id, err: cause });
    }
  }
}

async function listen(
  { store }: World,
  { id, task, stop }: Lease & { stop: AbortController },
  owner: string,
): Promise<void> {
  if (stop.signal.aborted) return;
  const by = await store.leases.stoppedBy(id, owner);
  if (by === null) return;
  stop.abort(new AppError('cancelled', `The ${task.operation} was cancelled by ${by}.`, { by }));
}

/** "Watch "demo" is busy: a retrain started 12 s ago by ada (discord), 40 % done." */
function busy(watch: string, task: Task | null, now: number): AppError {
  if (task === null) return new AppError('watch_busy', `Another operation is at work on watch ${watch}.`);
  const { operation, by, via, since, share = 0 } = task;
  const seconds = Math.max(0, Math.round((now - since) / 1_000));
  const ago = seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
  const far = share > 0 ? `, ${Math.round(100 * share)} % done` : '';
  const text = `Already running on watch "${watch}": ${operation}, started ${ago} ago by ${by} (${via})${far}`;
  const remedy = task.stoppable
    ? `Wait until it ends, or stop it with /cancel watch:${watch}.`
    : 'Wait until it ends.';
  return new AppError('watch_busy', `${text}.`, { remedy });
}
