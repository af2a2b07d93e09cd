// What the monitor of a version promises, for those who are told of it: a watch is served whether it can be said or not.
import type { Prospect } from '../drift.ts';
import type { ModelVersion } from '../model.ts';
import { termsOf } from './check.ts';
import type { Watched, World } from './world.ts';

/** null in mode `seed`, which proves nothing, and where the monitor could not be armed: the next check says why. */
export async function prospectOf(
  world: Pick<World, 'registry' | 'log'>,
  { watch }: Pick<Watched, 'watch'>,
  version: ModelVersion,
): Promise<Prospect | null> {
  if (watch.mode === 'seed') return null;
  try {
    return (await world.registry.armed(version, termsOf(watch, version))).prospect;
  } catch (cause) {
    world.log.warn('what the monitor can promise could not be worked out', {
      watch: watch.name,
      version: version.version,
      err: cause,
    });
    return null;
  }
}
