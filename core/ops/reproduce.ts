// Whether a version can be made again: its stored rows are what they were, and fitting them anew gives the same model.
import { createHash } from 'node:crypto';
import { tasks } from '../compute/tasks.ts';
import { AppError } from '../errors.ts';
import { external } from '../estimators/external.ts';
import type { ModelVersion } from '../model.ts';
import { largestDifference } from '../retraining/refit.ts';
import { keptVersion } from './promote.ts';
import { mostVersions } from './tidy.ts';
import { fitOptions } from './training.ts';
import { type World, watchOf } from './world.ts';

/** What rounding may leave: a millionth of a millionth, of numbers beyond 1 as a share of them. */
const tolerance = 1e-12;

export interface Compared {
  readonly part: 'rows' | 'file' | 'model' | 'baseline' | 'calibration';
  readonly same: boolean;
  /** The sha256 that was kept, of what is kept under it; null of what was computed anew. */
  readonly sha256: string | null;
  /** The largest difference to what is kept and where it is; null where it is not one of numbers. */
  readonly difference: number | null;
  readonly at: string | null;
}

export interface Reproduction {
  readonly watch: string;
  readonly version: number;
  /** The version that its model was fitted for: an earlier one where only the reference window is its own. */
  readonly model: number;
  /** False: its model is of somebody else, so that only what is stored could be looked at. */
  readonly fittedHere: boolean;
  /** The version of Vigie that fitted the model, null = not kept, and this one. */
  readonly service: { readonly before: string | null; readonly now: string };
  readonly parts: readonly Compared[];
  readonly same: boolean;
}

/**
 * Reads, changes nothing.
 * @throws AppError `not_found` for a version or rows that are not kept, `unknown_watch`
 */
export async function reproduce(
  world: World,
  asked: { readonly watch?: string | undefined; readonly version: number },
): Promise<Reproduction> {
  const { name } = watchOf(world, asked.watch).watch;
  const kept = await world.store.models.list(name, mostVersions);
  const version = await keptVersion(world, name, asked.version);
  const origin = fittedFor(version, kept);
  const fittedHere = version.origin === undefined && version.model.estimator !== external.name;
  const own = version === origin ? [] : [(await rowsOf(world, version)).compared];
  const parts = [...own, ...(fittedHere ? await refit(world, origin) : await looked(world, version))];
  return {
    watch: name,
    version: version.version,
    model: origin.version,
    fittedHere,
    service: { before: origin.service ?? null, now: world.service.version },
    parts,
    same: parts.every(({ same }) => same),
  };
}

/** The version a model was fitted for. @throws AppError `not_found` where that is no longer kept */
function fittedFor(version: ModelVersion, kept: readonly ModelVersion[]): ModelVersion {
  const { trigger, model, watch } = version;
  if (trigger !== 'expected' && trigger !== 'learning') return version;
  if (version.origin !== undefined || model.estimator === external.name) return version;
  const fitted = kept.find(
    (one) =>
      one.version < version.version &&
      one.trigger !== 'expected' &&
      one.trigger !== 'learning' &&
      largestDifference(one.model, model).size === 0,
  );
  if (fitted !== undefined) return fitted;
  throw new AppError(
    'not_found',
    `Version ${version.version} of watch "${watch}" has the model of an earlier one, which is no longer kept.`,
    { remedy: 'The rows it was fitted to went with it: its reference window is a larger one.' },
  );
}

async function rowsOf(world: World, { version, watch, reference }: ModelVersion) {
  const bytes = await world.store.snapshots.read(reference).catch((cause: unknown) => {
    if (!(cause instanceof AppError) || cause.code !== 'not_found') throw cause;
    throw new AppError('not_found', `The rows of version ${version} of watch "${watch}" are not stored.`, {
      remedy: 'Restore the store from a backup that has them, or name another version.',
      cause,
    });
  });
  return { bytes, compared: digestOf('rows', reference, bytes) };
}

function digestOf(part: 'rows' | 'file', sha256: string, bytes: Uint8Array): Compared {
  const same = createHash('sha256').update(bytes).digest('hex') === sha256;
  return { part, same, sha256, difference: null, at: null };
}

/** Rows that are not what they were are not fitted: what came of them would say nothing. */
async function refit(world: World, origin: ModelVersion): Promise<Compared[]> {
  const { bytes, compared } = await rowsOf(world, origin);
  if (!compared.same) return [compared];
  const { model, baseline, calibration, majorityShare, inverseL2 } = origin;
  const { estimator, schema } = model;
  const options = { ...fitOptions, ...(inverseL2 === undefined ? {} : { inverseL2 }) };
  const again = await world.compute.run(tasks.refit, { snapshot: bytes, estimator, schema, options });
  const measured = { quality: baseline, majorityShare };
  return [
    compared,
    held('model', model, again.model),
    held('baseline', measured, {
      quality: again.baseline.quality,
      majorityShare: again.baseline.majorityShare,
    }),
    held('calibration', calibration, again.baseline.calibration),
  ];
}

function held(part: Compared['part'], then: unknown, now: unknown): Compared {
  const { size, at } = largestDifference(then, now);
  return { part, same: size <= tolerance, sha256: null, difference: Number.isFinite(size) ? size : null, at };
}

/** Of a model of somebody else: what is stored of it is what it was. */
async function looked(world: World, version: ModelVersion): Promise<Compared[]> {
  const { compared } = await rowsOf(world, version);
  const file = version.origin?.file;
  return file === undefined
    ? [compared]
    : [compared, digestOf('file', file, await world.store.snapshots.read(file))];
}
