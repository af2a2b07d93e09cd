// From labelled rows to a stored, immutable version: what /train and a promotion share.
import { tasks } from '../compute/tasks.ts';
import { AppError } from '../errors.ts';
import type { FitOptions, FittedModel } from '../estimators/estimator.ts';
import { fromExchange, toExchange } from '../estimators/exchange.ts';
import { external } from '../estimators/external.ts';
import { logistic } from '../estimators/logistic.ts';
import type { Snapshot } from '../frame/codec.ts';
import { type Frame, type Schema, schemaOf } from '../frame/frame.ts';
import type { ModelVersion, Trigger } from '../model.ts';
import { changeState, type World } from './world.ts';

/** scikit-learn's default strength of the L2 penalty. */
export const fitOptions = { inverseL2: 1 } as const;

export interface TrainingRequest {
  readonly watch: string;
  readonly estimator: string;
  /** Labelled rows the version is fitted on: its reference window. */
  readonly rows: Frame;
  /** Classes and features; inferred from the rows for a first champion. */
  readonly schema: Schema | null;
  readonly trigger: Trigger;
  readonly by: string;
  readonly startedAt: number;
  /** As its challenger was fitted; scikit-learn's defaults for a first champion. */
  readonly options?: FitOptions;
  readonly decision?: 'rejected';
}

/**
 * Fits a version, measures its out-of-fold baseline and stores it under the next number with its reference window; it
 * serves nobody yet.
 * @throws AppError `not_enough_data`
 */
export async function makeVersion(world: World, request: TrainingRequest): Promise<ModelVersion> {
  const { watch, estimator, rows } = request;
  const schema = request.schema ?? schemaOf(rows);
  if (schema.features.length === 0)
    throw new AppError('bad_data', `Watch "${watch}" has no feature to learn from.`, {
      remedy: 'Its rows hold nothing but id, time, label and dropped columns: add feature columns.',
    });
  const input = { estimator, train: rows, schema, options: request.options ?? fitOptions };
  const model = await world.compute.run(tasks.fit, input);
  const foreign = estimator === external.name;
  // What was said elsewhere was never fitted to these rows: it is measured as it stands.
  const baseline = foreign
    ? await world.compute.run(tasks.asServed, { model, rows })
    : await world.compute.run(tasks.outOfFold, input);
  const snapshot = await world.compute.run(tasks.snapshot, { rows });
  return storeVersion(world, snapshot, {
    watch,
    model,
    baseline: baseline.quality,
    calibration: baseline.calibration,
    majorityShare: baseline.majorityShare,
    referenceRows: rows.rows,
    ...(foreign ? {} : { inverseL2: input.options.inverseL2, service: world.service.version }),
    trigger: request.trigger,
    ...(request.decision === undefined ? {} : { decision: request.decision }),
    trainedBy: request.by,
    // No training took place where the model is served elsewhere, so there is no run to log.
    intent: foreign ? null : runKey(watch, request.startedAt),
  });
}

/** Stores a version under the next number, its reference window first. */
export async function storeVersion(
  world: World,
  { bytes, sha256: reference }: Snapshot,
  facts: Omit<ModelVersion, 'version' | 'reference' | 'trainedAt'>,
): Promise<ModelVersion> {
  await world.store.snapshots.put(reference, bytes);
  // Only now: what fails before leaves no gap in the numbers.
  const state = await changeState(world, facts.watch, (now) => ({
    ...now,
    lastVersion: now.lastVersion + 1,
  }));
  const made = { ...facts, version: state.lastVersion, reference, trainedAt: world.clock.now() };
  await world.store.models.put(made);
  return made;
}

/** After the champion moved: memory, metrics and the readable copy follow. The store is the truth; the copy may fail. */
export async function announceChampion(world: World, version: ModelVersion): Promise<void> {
  world.registry.forget(version.watch);
  world.metrics.championIs(version);
  const { model, ...facts } = version;
  const { schema, estimator } = model;
  try {
    await world.files.write(version.watch, { ...facts, schema, estimator, model: readableCopy(model) });
  } catch (cause) {
    world.log.warn('the readable copy of the model could not be written', {
      watch: version.watch,
      err: cause,
    });
  }
}

/** In ml-logistic-regression's own form where it has one; read back first: a copy nobody can load is worse than none. */
function readableCopy(model: FittedModel): unknown {
  if (model.estimator !== logistic.name) return model.parameters;
  const form = toExchange(model);
  fromExchange(structuredClone(form));
  return form;
}

/** Key of the intent of a training. */
export const runKey = (watch: string, startedAt: number) => `run:${watch}:${startedAt}`;
