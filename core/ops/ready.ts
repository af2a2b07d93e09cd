// Whether a process can do its work: what GET /health/ready asks.
import type { World } from './world.ts';

/** A bot that Discord will not have fails here as it does at the start: somebody has to mend that. */
export async function readiness(world: Pick<World, 'store' | 'gateway'>, draining: boolean) {
  const [answer] = await Promise.allSettled([world.store.ping()]);
  const storage = answer.status === 'fulfilled';
  const discord = world.gateway?.health()?.state !== 'refused';
  return { ok: storage && !draining && discord, checks: { storage, draining, discord } };
}
