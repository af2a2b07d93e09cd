// How much waits for delivery, in whichever process it is to be delivered.
import type { Waiting } from '../metrics.ts';
import type { World } from './world.ts';

export async function waitingIn({
  store,
  tracker,
  clock,
}: Pick<World, 'store' | 'tracker' | 'clock'>): Promise<Waiting> {
  const [outbox, dead, { since }, runs] = await Promise.all([
    store.outbox.depth(),
    store.outbox.dead(),
    store.outbox.trouble(),
    store.intents.depth(),
  ]);
  const oldestSeconds = since === null ? 0 : Math.max(0, clock.now() - since) / 1000;
  // What is kept for want of a server is not late.
  return { outbox, oldestSeconds, dead, mlflow: tracker === null ? 0 : runs };
}
