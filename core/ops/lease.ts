// One worker at a time: a lease document that is renewed while the work lasts and free again a minute after a crash.
import { AppError } from '../errors.ts';
import type { World } from './world.ts';

const leaseMs = 60_000;
const renewMs = 20_000;

/**
 * Runs `work` while nobody else holds the lease `id`.
 * @throws AppError `watch_busy` when somebody does
 */
export async function withLease<T>(world: World, id: string, work: () => Promise<T>): Promise<T> {
  const done = await tryLease(world, id, work);
  if (done !== null) return done.result;
  throw new AppError('watch_busy', `Another operation is at work on ${id.replace(/^work:/, 'watch ')}.`);
}

/** As withLease, but null when somebody else holds it. */
export async function tryLease<T>(
  world: World,
  id: string,
  work: () => Promise<T>,
): Promise<{ result: T } | null> {
  const owner = `${world.owner}:${world.random.id()}`;
  if (!(await world.store.leases.acquire(id, owner, leaseMs))) return null;
  const ended = new AbortController();
  const renewal = keepRenewing(world, { id, owner, signal: ended.signal });
  try {
    return { result: await work() };
  } finally {
    ended.abort();
    await renewal;
    await world.store.leases.release(id, owner).catch((cause: unknown) => {
      // It runs out by itself; the work's own result must not be lost to this.
      world.log.warn('a lease could not be released', { id, err: cause });
    });
  }
}

async function keepRenewing(
  world: World,
  lease: { id: string; owner: string; signal: AbortSignal },
): Promise<void> {
  while (!lease.signal.aborted) {
    await world.clock.sleep(renewMs, lease.signal);
    if (lease.signal.aborted) return;
    await world.store.leases.acquire(lease.id, lease.owner, leaseMs).catch((cause: unknown) => {
      world.log.warn('a lease could not be renewed', { id: lease.id, err: cause });
    });
  }
}
