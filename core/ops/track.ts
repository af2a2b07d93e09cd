// Trainings on their way to MLflow: each intent is carried as far as the server lets it, and again later.
import { AppError } from '../errors.ts';
import type { Intent, TrainingIntent } from '../intent.ts';
import type { IntentFacts, IntentItem, RunState, Tracker } from '../ports.ts';
import { drain, retryAt, type Step } from './drain.ts';
import { trendPoint } from './trend.ts';
import { stateOf, type World } from './world.ts';

/** The first and the longest wait. */
const retryMs = [5_000, 600_000] as const;
/** How long an operation waits for its run's link before its card goes out saying "queued". */
const inlineMs = 3_000;

/** Logs what waits. Soft: a server that is away postpones, it never fails a training. */
export async function track(world: World): Promise<{ done: number }> {
  const { tracker } = world;
  if (tracker === null) return { done: 0 };
  const done = await drain(world, 'track', {
    claim: world.store.intents.claim,
    carry: (item) => logOne(world, tracker, item),
  });
  return { done: done ?? 0 };
}

/**
 * Logs all that waits, also what was put off; `told` hears of each.
 * @throws AppError `conflict` while another process does so
 */
export async function trackAll(
  world: World,
  tracker: Tracker,
  told: (intent: Intent, outcome: 'logged' | 'refused') => void,
): Promise<void> {
  const { intents } = world.store;
  const done = await drain(world, 'track', {
    // Whoever was put off longest is due by then.
    claim: (now, leaseMs) => intents.claim(now + retryMs[1], leaseMs),
    carry: async (item) => {
      const step = await logOne(world, tracker, item);
      if (step === 'away') return step;
      const outcome = await intents.outcomeOf(item.key);
      told(item.intent, outcome?.status === 'dead' ? 'refused' : 'logged');
      return step;
    },
  });
  if (done !== null) return;
  throw new AppError('conflict', 'Another process tells MLflow of runs at this moment.', {
    remedy: 'Nothing is lost. Try again in a minute.',
  });
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
export async function runStateOf(
  { store, tracker }: Pick<World, 'store' | 'tracker'>,
  intent: string | null,
): Promise<RunState> {
  if (intent === null) return { status: 'none' };
  const run = await store.intents.runOf(intent);
  if (run !== null) return { status: 'logged', run };
  const outcome = await store.intents.outcomeOf(intent);
  if (outcome === null) return { status: 'none' };
  if (outcome.status === 'dead') return { status: 'refused' };
  return { status: tracker === null ? 'kept' : 'queued' };
}

/** What the intent refers to. */
async function factsOf(world: World, intent: Intent): Promise<IntentFacts> {
  const { store } = world;
  return {
    version: intent.version === null ? null : await world.registry.version(intent.watch, intent.version),
    against:
      intent.kind === 'switch' || intent.against === null ? null : await store.intents.runOf(intent.against),
    chart: intent.kind === 'switch' ? null : await chartOf(world, intent),
    aliases: async () => {
      const { champion, previous } = await stateOf(world, intent.watch);
      const named = (version: number | null) =>
        version === null ? null : trainedAs(world, intent.watch, version);
      return {
        champion: await named(champion),
        previous: await named(previous),
        challenger: await challengerOf(world, intent.watch, champion),
      };
    },
  };
}

/** Checks its lines reach back. */
const charted = 60;

/** Of the checks up to the one the training knew of; null without one, and where it cannot be painted. */
async function chartOf(world: World, { watch, report }: TrainingIntent): Promise<Uint8Array | null> {
  const watched = world.watches.get(watch)?.watch;
  if (report === null || watched === undefined || world.picture === undefined) return null;
  const page = { limit: charted, before: String(report.number + 1), after: null };
  const kept = await world.store.reports.page(watch, page);
  const trend = kept.map(({ entry }) => trendPoint(entry));
  return await world.picture({ report, trend, timezone: watched.timezone });
}

/** Versions a challenger is looked for among. */
const lately = 5;

/** The newest version that was kept out of the present champion's place. */
async function challengerOf({ store }: World, watch: string, champion: number | null) {
  const newest = await store.models.list(watch, lately);
  const kept = newest.find(({ decision, version }) => decision === 'rejected' && version > (champion ?? 0));
  return kept?.version ?? null;
}

/**
 * The version whose training made the model of `version`. One that has only a larger reference is no training and no run:
 * it goes by the registered version of the one it continues.
 */
async function trainedAs({ store }: World, watch: string, version: number): Promise<number> {
  const made = await store.models.read(watch, version);
  const told = made?.intent == null ? null : await store.intents.read(made.intent);
  return told?.version ?? version;
}

async function carryOut(world: World, tracker: Tracker, { intent, ...item }: IntentItem): Promise<void> {
  const { intents } = world.store;
  const facts = await factsOf(world, intent);
  if (intent.kind === 'switch') {
    const version = await trainedAs(world, intent.watch, intent.version);
    await tracker.follow({ ...item, intent: { ...intent, version } }, facts);
    return await intents.settle(item.key, { outcome: 'sent', ref: null });
  }
  // What another server gave says nothing to this one.
  const { server } = tracker;
  const progress = item.progress['server'] === server ? item.progress : {};
  const save = (next: IntentItem['progress']) => intents.saveProgress(item.key, { ...next, server });
  await intents.settleRun(item.key, await tracker.log({ ...item, progress, intent }, facts, save));
}

async function logOne(world: World, tracker: Tracker, item: IntentItem): Promise<Step> {
  const { intents, outbox } = world.store;
  /** Its card said "queued". */
  const tellAgain = async ({ thread }: Intent) => {
    if (thread !== null) await outbox.retell(thread);
  };
  try {
    await carryOut(world, tracker, item);
    await tellAgain(item.intent);
    return 'done';
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
    const nextAt = retryAt(world.clock.now(), item.attempts, retryMs);
    const failure = { reason: cause.message, remedy: cause.remedy };
    await intents.settle(
      item.key,
      away ? { outcome: 'retry', nextAt, ...failure } : { outcome: 'dead', ...failure },
    );
    if (!away) await tellAgain(item.intent);
    // Refused for good is settled as well: it counts among those that no longer wait.
    return away ? 'away' : 'done';
  }
}
