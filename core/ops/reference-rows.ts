// The rows a version is made of without a gate: what a first champion learns from, or the reference window of a model
// served elsewhere.
import { AppError } from '../errors.ts';
import { external, schemaOfAnswers } from '../estimators/external.ts';
import { categoryOf } from '../frame/cells.ts';
import { type Frame, labelledRows } from '../frame/frame.ts';
import type { Position, WatchState } from '../state.ts';
import type { Watch } from '../watch.ts';
import { learnable } from './held.ts';
import { labelledSoFar } from './labelled.ts';
import type { TrainingRequest } from './training.ts';
import type { Watched, World } from './world.ts';

/** Rows (labelled ones, where a model is to learn) waited for when nobody asks, and the least that will do when somebody does. */
export const rowsToStart = 300;
export const leastRows = 50;
/** Rows looked through for the first champion's reference window: the first 2,000, or more where labels are thin. */
const firstLook = 2_000;
const longLook = 20_000;

export interface ReferenceRows {
  readonly frame: Frame;
  /** Where checks go on after the champion is there. */
  readonly position: Position;
}

interface Wanted {
  readonly state: WatchState;
  readonly least: number;
}

/** The rows a champion is trained on without a gate: the reference file, or the first labelled rows of the source. */
export async function referenceRows(
  world: Pick<World, 'store' | 'compute'>,
  watched: Watched,
  { state, least }: Wanted,
): Promise<ReferenceRows> {
  const { watch, source, reference } = watched;
  // What a model of somebody else says is known without labels.
  if (watch.champion !== 'trained') return answeredRows(world, watched, { state, least });
  if (state.champion !== null) {
    const { position } = state;
    return {
      frame: enough(await labelledSoFar(world, watched, { state, schema: null }), least, watch.name),
      position,
    };
  }
  if (reference !== null)
    return { frame: enough(await reference(), least, watch.name), position: state.position };
  const first = await source.read({ after: [], limit: firstLook, schema: null });
  const thin = labelledRows(first.frame).length < rowsToStart && first.more;
  const batch = thin ? await source.read({ after: [], limit: longLook, schema: null }) : first;
  return { frame: enough(batch.frame, least, watch.name), position: batch.position };
}

/**
 * The reference of a model served elsewhere: its file, or the first rows there are; later, when that model was replaced,
 * the newest ones. Labels are not needed.
 */
async function answeredRows(
  world: Pick<World, 'store' | 'compute'>,
  watched: Watched,
  { state, least }: Wanted,
): Promise<ReferenceRows> {
  const { watch, source, reference } = watched;
  const { champion, position } = state;
  if (champion !== null) {
    const newest = { state, after: [], rows: watch.window, labelled: false, schema: null };
    return { frame: enoughRows(await learnable(world, watched, newest), leastRows, watch.name), position };
  }
  if (reference !== null) return { frame: enoughRows(await reference(), leastRows, watch.name), position };
  const first = await source.read({ after: [], limit: firstLook, schema: null });
  return { frame: enoughRows(first.frame, least, watch.name), position: first.position };
}

function enoughRows(frame: Frame, least: number, watch: string): Frame {
  if (frame.rows >= least) return frame;
  throw new AppError(
    'not_enough_data',
    `Watch "${watch}" has ${frame.rows} rows; the reference of its model needs ${least}.`,
    { remedy: 'Wait for more rows, send them to POST /observations, or name a reference file.' },
  );
}

function enough(frame: Frame, least: number, watch: string): Frame {
  const labelled = labelledRows(frame).length;
  if (labelled >= least) return frame;
  throw new AppError(
    'not_enough_data',
    `Watch "${watch}" has ${labelled} labelled rows; a first model needs ${least}.`,
    {
      remedy: 'Wait for labels, send them with /label or POST /labels, or name a reference file.',
    },
  );
}

/** The estimator of a watch and what its rows look like; null = as the rows say. */
export function modelOf(watch: Watch, frame: Frame): Pick<TrainingRequest, 'estimator' | 'schema'> {
  if (watch.champion === 'trained') return { estimator: watch.estimator, schema: null };
  const positive = watch.positive === null ? null : categoryOf(watch.positive);
  return { estimator: external.name, schema: schemaOfAnswers(frame, positive) };
}
