// What a scrape asks of the store before it is answered: every process then tells the same of what they share, and one
// that never patrols does not tell an alarm of yesterday.
import type { Metrics } from '../metrics.ts';
import type { Watch } from '../watch.ts';
import { waitingIn } from './waiting.ts';
import type { World } from './world.ts';

/** Scrapes that come sooner after one another see what the first saw: half of the 2 s in which all see a promotion. */
const freshMs = 1_000;
/** A scrape waits no longer for the store: its own limit is five seconds. */
const patienceMs = 2_000;

type Counted = Pick<
  World,
  'clock' | 'gateway' | 'log' | 'metrics' | 'registry' | 'store' | 'tracker' | 'watches'
>;

/** The metrics, with what the store says counted anew before they are read. */
export function counted(world: Counted): Metrics {
  const census = createCensus(world);
  const render = async () => {
    await census();
    return world.metrics.render();
  };
  return { ...world.metrics, render };
}

/** Never rejects: when the store is away, that is what the metrics say. */
function createCensus(world: Counted): () => Promise<void> {
  const { clock, metrics } = world;
  let takenAt = Number.NEGATIVE_INFINITY;
  let taking: Promise<void> | null = null;
  const take = async () => {
    takenAt = clock.now();
    await count(world).catch((err: unknown) => world.log.debug('metrics are older than the scrape', { err }));
    taking = null;
  };
  return async () => {
    const { gateway } = world;
    const health = gateway?.health() ?? null;
    if (health !== null) metrics.gatewayIs(health.state === 'connected', gateway?.pingSeconds?.() ?? null);
    if (taking === null && Math.abs(clock.now() - takenAt) < freshMs) return;
    taking ??= take();
    const ended = new AbortController();
    await Promise.race([taking, clock.sleep(patienceMs, ended.signal)]);
    ended.abort();
  };
}

async function count(world: Counted): Promise<void> {
  const { clock, metrics, store } = world;
  const begun = clock.now();
  const seconds = () => (clock.now() - begun) / 1000;
  try {
    await store.ping();
    metrics.asked('mongodb', true, seconds());
  } catch (cause) {
    metrics.asked('mongodb', false, seconds());
    throw cause;
  }
  metrics.waiting(await waitingIn(world));
  for (const { watch } of world.watches.values()) await countWatch(world, watch);
}

async function countWatch({ metrics, registry, store }: Counted, { name }: Watch): Promise<void> {
  const state = await store.states.read(name);
  if (state === null) return;
  metrics.stands(state);
  if (state.champion !== null) metrics.championIs(await registry.version(name, state.champion));
}
