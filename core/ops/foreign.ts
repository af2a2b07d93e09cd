// A model of somebody else, from its file to a stored version: described, tried on its own example, and armed with a
// reference window of what it says of rows of the watch.
import { createHash } from 'node:crypto';
import { tasks } from '../compute/tasks.ts';
import { AppError } from '../errors.ts';
import type { FittedModel } from '../estimators/estimator.ts';
import { onnx } from '../estimators/onnx.ts';
import type { RegisteredModel } from '../foreign.ts';
import { likeFeatures } from '../frame/align.ts';
import { type Frame, recode } from '../frame/frame.ts';
import { frameOfRecords } from '../frame/records.ts';
import type { ModelOrigin, ModelVersion, Trigger } from '../model.ts';
import { answered, inTime, type OnnxParameters, type OnnxPlan } from './answered.ts';
import { storeVersion } from './training.ts';
import type { Watched, World } from './world.ts';

/** A model that can be asked, and where it came from. */
export interface Foreign {
  readonly file: { readonly sha256: string; readonly bytes: Uint8Array };
  readonly plan: OnnxPlan;
  /** In the order of its probabilities, where somebody said; null = to be found out. */
  readonly classes: readonly string[] | null;
  readonly registered: ModelOrigin['registered'];
}

type Opened = Pick<RegisteredModel, 'bytes' | 'signature' | 'classes' | 'example'>;

/**
 * Opens a model and has it answer the rows of its own example.
 * @throws AppError `bad_data`, `too_large`, `invalid_config` without the runtime
 */
export async function openForeign(
  world: World,
  { bytes, signature, classes, example }: Opened,
  registered: ModelOrigin['registered'],
): Promise<Foreign> {
  const file = { sha256: createHash('sha256').update(bytes).digest('hex'), bytes };
  const plan = await inTime(world, (stop) => world.compute.run(tasks.describe, { file, signature }, stop));
  const rows = example === null ? null : exampleRows(example, plan);
  if (rows !== null)
    await inTime(world, (stop) => world.compute.run(tasks.probe, { file, plan, rows }, stop));
  return { file, plan, classes, registered };
}

function exampleRows(example: NonNullable<Opened['example']>, { features }: OnnxPlan): Frame {
  const records = example.map((row) =>
    Object.fromEntries(features.map(({ name }) => [name, row[name] ?? null])),
  );
  return frameOfRecords(records, { features, classes: [] });
}

/** The model the watch's alias points to, and the version that is. @throws AppError `not_found` without such an alias */
export async function registeredNow(world: World, { watch }: Watched): Promise<Foreign> {
  const { registered } = world;
  const { foreign } = watch;
  if (registered == null || foreign === undefined)
    throw new AppError('invalid_config', `Watch "${watch.name}" reads its model from MLflow.`, {
      remedy: 'Set MLFLOW_TRACKING_URI.',
    });
  const { name, alias } = foreign;
  const found = await registered.aliased(name, alias);
  if (found === null)
    throw new AppError('not_found', `MLflow has no registered model "${name}" with the alias "${alias}".`, {
      remedy: 'Set the alias in MLflow, or name the model in the watch: "model": "models:/NAME@ALIAS".',
    });
  return openForeign(world, await registered.read(found), { name: found.name, version: found.version });
}

interface Request {
  /** Rows of the watch, columns as they came. */
  readonly rows: Frame;
  readonly trigger: Trigger;
  readonly by: string;
}

/** A version of it that serves nobody yet: the rows and what it says of them are its reference window. */
export async function foreignVersion(
  world: World,
  { watch }: Watched,
  foreign: Foreign,
  { rows, trigger, by }: Request,
): Promise<ModelVersion> {
  const { file, plan } = foreign;
  const seen = likeFeatures(rows, plan.features);
  const known = watch.foreign?.classes ?? foreign.classes;
  const classes = await inTime(world, (stop) =>
    world.compute.run(tasks.classesOf, { file, plan, known, rows: seen }, stop),
  );
  const model = modelOf(foreign, classes);
  return keepForeign(world, {
    watch: watch.name,
    foreign,
    model,
    trigger,
    by,
    rows: labelledAs(seen, classes),
  });
}

export function modelOf({ file, plan }: Foreign, classes: readonly string[]): FittedModel {
  const parameters: OnnxParameters = { file: file.sha256, plan };
  return { estimator: onnx.name, schema: { features: plan.features, classes }, parameters };
}

const labelledAs = (frame: Frame, classes: readonly string[]): Frame => ({
  ...frame,
  label: recode(frame.label, classes),
});

interface Kept {
  readonly watch: string;
  readonly foreign: Foreign;
  readonly model: FittedModel;
  readonly trigger: Trigger;
  readonly by: string;
  /** Of the model's schema: its reference window. */
  readonly rows: Frame;
  /** Rows it did not learn from, where those of the reference are not such. */
  readonly measuredOn?: Frame;
  /** The gate kept it out. */
  readonly decision?: 'rejected';
}

/** Stores the file, then the version. */
export async function keepForeign(world: World, kept: Kept): Promise<ModelVersion> {
  const { watch, foreign, model, trigger, by } = kept;
  const { file, registered } = foreign;
  await world.store.snapshots.put(file.sha256, file.bytes);
  const rows = await answered(world, model, kept.rows);
  const measured = kept.measuredOn === undefined ? rows : await answered(world, model, kept.measuredOn);
  const { quality, calibration, majorityShare } = await world.compute.run(tasks.asServed, {
    model,
    rows: measured,
  });
  const snapshot = await world.compute.run(tasks.snapshot, { rows });
  return storeVersion(world, snapshot, {
    watch,
    model,
    baseline: quality,
    calibration,
    majorityShare,
    referenceRows: rows.rows,
    trigger,
    trainedBy: by,
    ...(kept.decision === undefined ? {} : { decision: kept.decision }),
    // Nothing was trained here: its run is where it was.
    intent: null,
    origin: { file: file.sha256, registered },
  });
}

/** The model of a version with another reference window: nothing is read from outside. */
export async function keptAgain(
  world: World,
  { watch, model, origin }: ModelVersion,
  request: Request,
): Promise<ModelVersion> {
  const { file: sha256, plan } = model.parameters as OnnxParameters;
  const file = { sha256, bytes: await world.registry.file(sha256) };
  const foreign = { file, plan, classes: model.schema.classes, registered: origin?.registered ?? null };
  return keepForeign(world, { watch, foreign, model, ...request });
}
