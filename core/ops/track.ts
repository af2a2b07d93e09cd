// Trainings on their way to MLflow: each intent is carried as far as the server lets it, and again later.
import { AppError } from '../errors.ts';
import type { IntentItem, RunState } from '../ports.ts';
import { tryLease } from './lease.ts';
import type { World } from './world.ts';

const claimMs = 60_000;
const firstRetryMs = 5_000;
const longestRetryMs = 600_000;
/** How long an operation waits for its run's link before its card goes out saying "queued". */
const inlineMs = 3_000;

/** Logs what waits. Soft: a server that is away postpones, it never fails a training. */
export async function track(world: World): Promise<{ done: number }> {
  const { tracker } = world;
  if (tracker === null) return { done: 0 };
  const held = await tryLease(world, 'track', async () => {
    let done = 0;
    for (;;) {
      const item = await world.store.intents.claim(world.clock.now(), claimMs);
      if (item === null) return done;
      if (!(await logOne(world, item))) return done;
      done++;
    }
  });
  return { done: held?.result ?? 0 };
}

/** Tries to log now, for at most three seconds; what is not logged by then goes on by itself. */
export async function trackSoon(world: World): Promise<void> {
  if (world.tracker === null) return;
  const patience = new AbortController();
  const attempt = track(world).catch((cause: unknown) =>
    world.log.warn('MLflow could not be told', { err: cause }),
  );
  world.background.add(attempt);
  await Promise.race([attempt, world.clock.sleep(inlineMs, patience.signal)]);
  patience.abort();
}

/** Where the run of an intent stands. */
export async function runStateOf(world: Pick<World, 'store'>, intent: string | null): Promise<RunState> {
  if (intent === null) return { status: 'none' };
  const run = await world.store.intents.runOf(intent);
  return run === null ? { status: 'queued' } : { status: 'logged', run };
}

/** False: the server is away, so the others can wait too. */
async function logOne(world: World, item: IntentItem): Promise<boolean> {
  const { intents, outbox } = world.store;
  try {
    const run = await world.tracker?.log(item, (progress) => intents.saveProgress(item.key, progress));
    if (run === undefined) return false;
    await intents.settleRun(item.key, run);
    if (item.intent.thread !== null) await outbox.retell(item.intent.thread);
    return true;
  } catch (cause) {
    // A store that is away says nothing of MLflow: the claim runs out and the run is logged later.
    if (!(cause instanceof AppError) || cause.code === 'storage_unavailable') throw cause;
    const away = cause.code === 'upstream_unavailable';
    world.log.warn('MLflow did not take a run', {
      key: item.key,
      code: cause.code,
      message: cause.message,
      remedy: cause.remedy,
    });
    const nextAt = world.clock.now() + Math.min(longestRetryMs, firstRetryMs * 2 ** item.attempts);
    const failure = { reason: cause.message, remedy: cause.remedy };
    await intents.settle(
      item.key,
      away ? { outcome: 'retry', nextAt, ...failure } : { outcome: 'dead', ...failure },
    );
    return !away;
  }
}
