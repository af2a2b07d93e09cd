// The registry: which version serves, from memory, and its reference profile.
import { tasks } from './compute/tasks.ts';
import { AppError } from './errors.ts';
import type { Armed } from './evidence/armed.ts';
import type { Terms } from './evidence/ground.ts';
import type { Profile } from './evidence/profile.ts';
import type { ModelVersion } from './model.ts';
import type { Clock, Compute } from './ports.ts';
import type { Store } from './store.ts';

export interface Registry {
  /** The serving version, or null. From memory; a promotion made by another process is seen within `refreshMs`. */
  champion(watch: string): Promise<ModelVersion | null>;
  /** @throws AppError `no_champion` */
  required(watch: string): Promise<ModelVersion>;
  /** An immutable version. @throws AppError `not_found` */
  version(watch: string, version: number): Promise<ModelVersion>;
  /** The reference window of a version as it is stored; the one read last stays in memory for a minute. @throws AppError `not_found` */
  reference(version: ModelVersion): Promise<Uint8Array>;
  /** The reference window of a version, profiled once. */
  profile(version: ModelVersion): Promise<Profile>;
  /** How the evidence of a version is gathered, worked out once. */
  armed(version: ModelVersion, terms: Terms): Promise<Armed>;
  /** The stored file of a model of somebody else; the newest few stay in memory. @throws AppError `not_found` */
  file(sha256: string): Promise<Uint8Array>;
  /** The champion moved: the next question reads the store. */
  forget(watch: string): void;
}

/** Models whose bytes stay in memory: champion and challenger of a watch or two. */
const mostFiles = 4;

/** How old the answer to "who is champion" may be: half of the 2 s in which every process sees a promotion. */
const refreshMs = 1_000;

/** Retrainings follow one another, and each would read tens of megabytes anew. */
const referenceMs = 60_000;

interface Known {
  readonly champion: number | null;
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
  /** The version of each watch asked for last: versions never change. */
  const versions = new Map<string, ModelVersion>();
  const profiles = keptOne<Profile>();
  const plans = keptOne<Armed>();
  const files = new Map<string, Promise<Uint8Array>>();
  const { referenceOf, letGo } = lastReference({ store, clock });

  const version = async (watch: string, number: number): Promise<ModelVersion> => {
    const kept = versions.get(watch);
    if (kept?.version === number) return kept;
    const found = await store.models.read(watch, number);
    if (found === null) throw new AppError('not_found', `Watch "${watch}" has no version ${number}.`);
    versions.set(watch, found);
    return found;
  };
  const championNumber = async (watch: string): Promise<number | null> => {
    const known = champions.get(watch);
    const now = clock.now();
    // Every patrol and every answer comes by here.
    letGo(now);
    if (known !== undefined && now - known.askedAt < refreshMs) return known.champion;
    const number = (await store.states.read(watch))?.champion ?? null;
    champions.set(watch, { champion: number, askedAt: now });
    return number;
  };
  const profileOf = ({ watch, version: number, reference, model }: ModelVersion) =>
    profiles(watch, String(number), async () =>
      compute.run(tasks.profile, { reference: await referenceOf(reference), model }),
    );
  const champion = async (watch: string) => {
    const number = await championNumber(watch);
    return number === null ? null : version(watch, number);
  };
  return {
    champion,
    version,
    async required(watch) {
      const found = await champion(watch);
      if (found !== null) return found;
      throw new AppError('no_champion', `Watch "${watch}" has no trained model yet.`);
    },
    reference: ({ reference }) => referenceOf(reference),
    profile: profileOf,
    armed: (version, terms) =>
      plans(version.watch, terms.key, async () => {
        const { model, baseline, calibration } = version;
        const reference = await referenceOf(version.reference);
        const profile = await profileOf(version);
        return compute.run(tasks.arm, { model, baseline, calibration, profile, reference, terms });
      }),
    file(sha256) {
      const known = files.get(sha256);
      if (known !== undefined) return known;
      const read = store.snapshots.read(sha256);
      files.set(sha256, read);
      read.catch(() => files.delete(sha256));
      const [oldest = ''] = files.keys();
      if (files.size > mostFiles) files.delete(oldest);
      return read;
    },
    forget: (watch) => void champions.delete(watch),
  };
}

/** One only, and let go when nobody has asked for a while: it may be as large as memory allows. */
function lastReference({ store, clock }: { store: Store; clock: Clock }) {
  let last: { readonly sha256: string; readonly bytes: Promise<Uint8Array>; askedAt: number } | null = null;
  const letGo = (now: number) => {
    if (last !== null && now - last.askedAt > referenceMs) last = null;
  };
  const referenceOf = (sha256: string): Promise<Uint8Array> => {
    if (last?.sha256 === sha256) {
      last.askedAt = clock.now();
      return last.bytes;
    }
    const read = { sha256, bytes: store.snapshots.read(sha256), askedAt: clock.now() };
    last = read;
    // A failure is not kept: the next one tries again.
    read.bytes.catch(() => {
      if (last === read) last = null;
    });
    return read.bytes;
  };
  return { referenceOf, letGo };
}

/** Of each watch what was worked out last, under a key that says of what. A failure is not kept: the next one tries again. */
function keptOne<T>() {
  const kept = new Map<string, { key: string; value: Promise<T> }>();
  return (watch: string, key: string, make: () => Promise<T>): Promise<T> => {
    const known = kept.get(watch);
    if (known?.key === key) return known.value;
    const value = make();
    kept.set(watch, { key, value });
    value.catch(() => {
      if (kept.get(watch)?.value === value) kept.delete(watch);
    });
    return value;
  };
}
