// One process of several does what only one may: it leads as long as it holds a lease, the others stand by.
import { letGo } from './lease.ts';
import type { World } from './world.ts';

const leaseMs = 20_000;
const renewMs = 5_000;
/** How soon somebody who stands by hears that nobody leads. */
const askAgainMs = 5_000;

interface Office {
  /** Of the lease. */
  readonly id: string;
  /** Begins when this process leads and has to end soon after `over`; ending by itself gives the lead up for good. */
  readonly work: (over: AbortSignal) => Promise<void>;
  /** Somebody else leads, or nobody can say. Called once until that changes. */
  readonly standBy: () => void;
  readonly stop: AbortSignal;
}

/**
 * Leads whenever nobody else does, until `stop`. A process that stops makes room within 5 s, one that dies within 25.
 * @throws what `work` throws
 */
export type Lead = (office: Office) => Promise<void>;

type LeadWorld = Pick<World, 'store' | 'clock' | 'random' | 'log' | 'owner'>;

export function createLead(world: LeadWorld): Lead {
  const { clock, random, log } = world;
  return async ({ id, work, standBy, stop }) => {
    const holder = `${world.owner}:${random.id()}`;
    let standing = false;
    while (!stop.aborted) {
      if (await acquired(world, id, holder)) {
        standing = false;
        try {
          const lost = await hold(world, { id, holder, work, stop });
          if (!lost) return;
          log.warn('the lead is lost', { id });
        } finally {
          await letGo(world, id, holder);
        }
      }
      if (!standing) standBy();
      standing = true;
      await clock.sleep(askAgainMs, stop);
    }
  };
}

/** Works and keeps the lease; true when it was lost on the way. */
async function hold(
  world: LeadWorld,
  { id, holder, work, stop }: Pick<Office, 'id' | 'work' | 'stop'> & { holder: string },
): Promise<boolean> {
  const lost = new AbortController();
  const ended = new AbortController();
  const renewal = renew(world, { id, holder, ended: ended.signal }).then((kept) => kept || lost.abort());
  try {
    await work(AbortSignal.any([stop, lost.signal]));
  } finally {
    ended.abort();
    await renewal;
  }
  return lost.signal.aborted;
}

/** Until `ended`: true. False as soon as somebody else may hold the lease before it can be renewed again. */
async function renew(
  world: LeadWorld,
  { id, holder, ended }: { id: string; holder: string; ended: AbortSignal },
): Promise<boolean> {
  const { clock } = world;
  let until = clock.now() + leaseMs;
  while (!ended.aborted) {
    await clock.sleep(renewMs, ended);
    if (ended.aborted) break;
    const asked = clock.now();
    if (await acquired(world, id, holder)) until = asked + leaseMs;
    if (clock.now() + renewMs >= until) return false;
  }
  return true;
}

async function acquired({ store, log }: LeadWorld, id: string, holder: string): Promise<boolean> {
  try {
    return await store.leases.acquire(id, holder, leaseMs);
  } catch (cause) {
    log.warn('a lease could not be asked for', { id, err: cause });
    return false;
  }
}
