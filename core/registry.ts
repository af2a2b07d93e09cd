// The registry: which version serves, from memory, and its reference profile.
import { tasks } from './compute/tasks.ts';
import { AppError } from './errors.ts';
import type { Profile } from './evidence/profile.ts';
import { decodeFrame } from './frame/codec.ts';
import type { Frame } from './frame/frame.ts';
import type { ModelVersion } from './model.ts';
import type { Clock, Compute, Store } from './ports.ts';

export interface Registry {
  /** The serving version, or null. From memory; a promotion made by another process is seen within `refreshMs`. */
  champion(watch: string): Promise<ModelVersion | null>;
  /** @throws AppError `no_champion` */
  required(watch: string): Promise<ModelVersion>;
  /** An immutable version. @throws AppError `not_found` */
  version(watch: string, version: number): Promise<ModelVersion>;
  /** The reference window of a version, profiled once. */
  profile(version: ModelVersion): Promise<Profile>;
  reference(version: ModelVersion): Promise<Frame>;
  /** The champion moved: the next question reads the store. */
  forget(watch: string): void;
}

/** How old the answer to "who is champion" may be. */
const refreshMs = 2_000;

interface Known {
  readonly version: ModelVersion | null;
  readonly askedAt: number;
}

export function createRegistry({
  store,
  compute,
  clock,
}: {
  store: Store;
  compute: Compute;
  clock: Clock;
}): Registry {
  const champions = new Map<string, Known>();
  const profiles = new Map<string, { version: number; profile: Promise<Profile> }>();

  const version = async (watch: string, number: number): Promise<ModelVersion> => {
    const known = champions.get(watch)?.version;
    if (known?.version === number) return known;
    const found = await store.models.read(watch, number);
    if (found !== null) return found;
    throw new AppError('not_found', `Watch "${watch}" has no version ${number}.`);
  };
  const reference = async (model: ModelVersion) => decodeFrame(await store.snapshots.read(model.reference));
  const champion = async (watch: string) => {
    const known = champions.get(watch);
    const now = clock.now();
    if (known !== undefined && now - known.askedAt < refreshMs) return known.version;
    const number = (await store.states.read(watch))?.champion ?? null;
    const current = number === null ? null : await version(watch, number);
    champions.set(watch, { version: current, askedAt: now });
    return current;
  };
  return {
    champion,
    version,
    reference,
    async required(watch) {
      const found = await champion(watch);
      if (found !== null) return found;
      throw new AppError('no_champion', `Watch "${watch}" has no trained model yet.`);
    },
    profile(model) {
      const kept = profiles.get(model.watch);
      if (kept?.version === model.version) return kept.profile;
      const profile = reference(model).then((frame) =>
        compute.run(tasks.profile, { reference: frame, model: model.model }),
      );
      // A failure must not be kept: the next check tries again.
      profile.catch(() => profiles.delete(model.watch));
      profiles.set(model.watch, { version: model.version, profile });
      return profile;
    },
    forget: (watch) => void champions.delete(watch),
  };
}
