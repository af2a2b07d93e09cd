// The daily chore: versions nobody goes back to, and the reference windows only they referred to.
import type { TidyResult } from './results.ts';
import { stateOf, type World } from './world.ts';

/** Newest versions of a watch that are kept, beside its champion and the one before; challengers kept out count apart. */
const keptVersions = 20;
const keptRejected = 5;
/** With the champion and the one before. */
export const mostVersions = keptVersions + keptRejected + 2;
/** A window is stored before the version that refers to it: younger ones may be waiting for theirs. */
const youngMs = 3_600_000;

/** Runs that are kept, logged or not: some years of them. */
const mostRuns = 5_000;

export async function tidy(world: World): Promise<TidyResult> {
  let versions = 0;
  for (const watch of world.watches.keys()) {
    const { champion, previous } = await stateOf(world, watch);
    const also = [champion, previous].filter((version) => version !== null);
    versions += await world.store.models.prune(watch, {
      newest: keptVersions,
      rejected: keptRejected,
      also,
    });
  }
  const snapshots = await world.store.snapshots.prune(world.clock.now() - youngMs);
  const runs = await world.store.intents.prune(mostRuns);
  return { versions, snapshots, runs };
}
