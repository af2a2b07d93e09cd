// Rows with what their model says of them, where that model is somebody else's and only its runtime can tell.
import { tasks } from '../compute/tasks.ts';
import { AppError } from '../errors.ts';
import type { FittedModel } from '../estimators/estimator.ts';
import { onnx } from '../estimators/onnx.ts';
import type { Answers, Frame } from '../frame/frame.ts';
import type { World } from './world.ts';

/** How rows become its inputs, and its outputs answers. */
export type OnnxPlan = Parameters<typeof tasks.answer.run>[0]['plan'];

/** What a stored ONNX model is. */
export interface OnnxParameters {
  /** sha256 of its stored file. */
  readonly file: string;
  readonly plan: OnnxPlan;
}

/** Longer than any portion of rows may take: the worker is ended. */
const patienceMs = 60_000;

/**
 * The same rows with the model's answers; the rows themselves where the model is ours or served elsewhere.
 * @throws AppError `bad_data` when it fails on them or takes too long, `invalid_config` without the runtime
 */
export async function answered(
  world: Pick<World, 'compute' | 'clock' | 'registry'>,
  model: FittedModel,
  rows: Frame,
): Promise<Frame> {
  if (model.estimator !== onnx.name) return rows;
  const { file: sha256, plan } = model.parameters as OnnxParameters;
  const { classes } = model.schema;
  if (rows.rows === 0) return { ...rows, answers: silence(classes) };
  const file = { sha256, bytes: await world.registry.file(sha256) };
  const answers = await inTime(world, (signal) =>
    world.compute.run(tasks.answer, { file, plan, classes, rows }, signal),
  );
  return { ...rows, answers };
}

function silence(categories: readonly string[]): Answers {
  const predicted = {
    kind: 'categorical',
    name: 'prediction',
    codes: new Int32Array(0),
    categories,
  } as const;
  return { predicted, scores: null, shares: categories.map(() => new Float64Array(0)) };
}

/** Work on a model of somebody else, which may never end. */
export async function inTime<T>(
  { clock }: Pick<World, 'clock'>,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const [late, done] = [new AbortController(), new AbortController()];
  const fault = new AppError('bad_data', `The ONNX model took longer than ${patienceMs / 1000} s.`, {
    remedy: 'Register a smaller model.',
  });
  void clock.sleep(patienceMs, done.signal).then(() => done.signal.aborted || late.abort(fault));
  try {
    return await work(late.signal);
  } finally {
    done.abort();
  }
}
