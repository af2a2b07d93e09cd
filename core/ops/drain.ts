// What waits is carried on one by one, until nothing is due or the other side is away.
import { tryLease } from './lease.ts';
import type { World } from './world.ts';

/** Longer than one item takes: a claim of a process that died is free after it. */
const claimMs = 60_000;

/** `passed` = settled without having been carried anywhere; `away` = the others can wait too. */
export type Step = 'done' | 'passed' | 'away';

/** Drains under the lease `id`: two at once would do things twice. How many were done; null = somebody else drains. */
export async function drain<Item>(
  world: World,
  id: string,
  {
    claim,
    carry,
  }: {
    readonly claim: (now: number, leaseMs: number) => Promise<Item | null>;
    readonly carry: (item: Item) => Promise<Step>;
  },
): Promise<number | null> {
  const held = await tryLease(world, id, async () => {
    for (let done = 0; ; ) {
      const item = await claim(world.clock.now(), claimMs);
      if (item === null) return done;
      const step = await carry(item);
      if (step === 'away') return done;
      if (step === 'done') done++;
    }
  });
  return held?.result ?? null;
}

/** When to try again after `attempts` failures: twice as long each time, up to the longest. */
export function retryAt(
  now: number,
  attempts: number,
  [firstMs, longestMs]: readonly [number, number],
): number {
  return now + Math.min(longestMs, firstMs * 2 ** attempts);
}
