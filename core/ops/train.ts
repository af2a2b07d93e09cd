// /train: the first champion, from the labelled rows there are, without a gate.
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { closeIncident } from '../evidence/monitor.ts';
import { type Frame, labelledRows } from '../frame/frame.ts';
import type { ModelVersion, Trigger } from '../model.ts';
import type { Position, WatchState } from '../state.ts';
import { labelledSoFar } from './labelled.ts';
import { tryLease, withLease } from './lease.ts';
import { type Call, roles } from './operation.ts';
import type { TrainResult } from './results.ts';
import { incidentNews, intentPending, newsPending, singleNews, withPending } from './told.ts';
import { runStateOf, trackSoon } from './track.ts';
import { announceChampion, fitOptions, intentOf, makeVersion } from './training.ts';
import { changeState, stateOf, type Watched, type World, watchOf } from './world.ts';

export const trainInput = z.strictObject({ watch: z.string().optional(), force: z.boolean().default(false) });

/** Labelled rows the first champion waits for when nobody asks for it, and the least it can be trained on at all. */
const rowsToStart = 300;
const leastRows = 50;
/** Rows looked through for the first champion's reference window: the first 2,000, or more where labels are thin. */
const firstLook = 2_000;
const longLook = 20_000;

export async function train(
  world: World,
  input: z.infer<typeof trainInput>,
  call: Call,
): Promise<TrainResult> {
  const watched = watchOf(world, input.watch);
  const { name } = watched.watch;
  const version = await withLease(world, `work:${name}`, async () => {
    const state = await stateOf(world, name);
    if (state.champion !== null) requireForce(input.force, call, name);
    call.progress('reading rows', 0);
    const rows = await referenceRows(watched, state, leastRows);
    call.progress(`training on ${rows.frame.rows} rows`, 0.3);
    return crown(world, watched, {
      rows,
      trigger: state.champion === null ? 'first' : 'manual',
      by: call.caller.name,
    });
  });
  await trackSoon(world);
  return {
    watch: name,
    version: version.version,
    baseline: version.baseline,
    rows: version.referenceRows,
    run: await runStateOf(world, version.intent),
  };
}

/** The first champion by itself, once enough labelled rows exist: null, or why it has to wait. Called by the patrol. */
export async function trainFirst(world: World, watched: Watched): Promise<string | null> {
  const name = watched.watch.name;
  const done = await tryLease(world, `work:${name}`, async () => {
    const state = await stateOf(world, name);
    if (state.champion !== null) return null;
    try {
      const rows = await referenceRows(watched, state, rowsToStart);
      await crown(world, watched, { rows, trigger: 'first', by: 'vigie' });
      return null;
    } catch (cause) {
      // Too few rows, or all of one class: the next patrol may find more.
      if (cause instanceof AppError && cause.code === 'not_enough_data') return cause.message;
      throw cause;
    }
  });
  return done === null ? `Watch "${name}" is being trained.` : done.result;
}

interface ReferenceRows {
  readonly frame: Frame;
  /** Where checks go on after the champion is there. */
  readonly position: Position;
}

/** The rows a champion is trained on without a gate: the reference file, or the first labelled rows of the source. */
async function referenceRows(watched: Watched, state: WatchState, least: number): Promise<ReferenceRows> {
  const { watch, source, reference } = watched;
  if (state.champion !== null) {
    const { position } = state;
    return { frame: enough(await labelledSoFar(watched, position, null), least, watch.name), position };
  }
  if (reference !== null)
    return { frame: enough(await reference(), least, watch.name), position: state.position };
  const first = await source.read({ after: [], limit: firstLook, schema: null });
  const thin = labelledRows(first.frame).length < rowsToStart && first.more;
  const batch = thin ? await source.read({ after: [], limit: longLook, schema: null }) : first;
  return { frame: enough(batch.frame, least, watch.name), position: batch.position };
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

function requireForce(force: boolean, { caller }: Call, name: string): void {
  if (!force) throw new AppError('champion_exists', `Watch "${name}" has a champion already.`);
  if ((roles[caller.role] as readonly string[]).includes('admin')) return;
  throw new AppError(
    'forbidden',
    `Training without a gate over a champion needs the scope "admin"; ${caller.name} is ${caller.role}.`,
  );
}

/** Makes a version of `rows` the champion. */
async function crown(
  world: World,
  watched: Watched,
  request: { rows: ReferenceRows; trigger: Trigger; by: string },
): Promise<ModelVersion> {
  const { watch } = watched;
  const startedAt = world.clock.now();
  const { frame, position } = request.rows;
  const version = await makeVersion(world, {
    watch: watch.name,
    estimator: watch.estimator,
    rows: frame,
    schema: null,
    trigger: request.trigger,
    by: request.by,
    startedAt,
  });
  const told = newsOf(world, watched, version, startedAt);
  await changeState(world, watch.name, (state) => {
    const after = {
      ...closeIncident(state, 'promoted'),
      champion: version.version,
      previous: state.champion,
      // A patrol may have gone on checking under the old champion meanwhile: its rows are not checked again.
      position: state.champion === null ? position : state.position,
      referenceEnd: position,
    };
    return withPending(after, [...incidentNews(state, after, watched, world.clock.now()), ...told]);
  });
  world.metrics.incidents(watch.name, 0);
  await announceChampion(world, version);
  return version;
}

function newsOf(world: World, watched: Watched, version: ModelVersion, startedAt: number) {
  const facts = { version: version.version, baseline: version.baseline, intent: version.intent };
  const news = singleNews('trained', watched, { name: `v${version.version}`, at: world.clock.now(), facts });
  if (version.intent === null) return [newsPending(news)];
  const { quality, parameters } = {
    quality: version.baseline,
    parameters: { estimator: version.model.estimator, rows: version.referenceRows, c: fitOptions.inverseL2 },
  };
  const intent = intentOf({
    key: version.intent,
    watch: version.watch,
    version: version.version,
    trigger: version.trigger,
    by: version.trainedBy,
    startedAt,
    endedAt: version.trainedAt,
    parameters,
    thread: news.thread,
    metrics: { accuracy: quality.accuracy, log_loss: quality.logLoss, auc: quality.auc },
    tags: { 'vigie.version': String(version.version), 'vigie.result': 'first' },
  });
  return [newsPending(news), intentPending(intent)];
}
