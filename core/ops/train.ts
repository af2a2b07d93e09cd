// /train: the first champion, from the labelled rows there are, without a gate; where the model is served elsewhere, a
// reference window of what it said.
import * as z from 'zod';
import { tasks } from '../compute/tasks.ts';
import { AppError } from '../errors.ts';
import { closeIncident, openIncident } from '../evidence/monitor.ts';
import type { TrainingIntent } from '../intent.ts';
import type { ModelVersion, Trigger } from '../model.ts';
import { leastLabelled } from '../retraining/windows.ts';
import type { Pending, WatchState } from '../state.ts';
import { answered } from './answered.ts';
import { crowned } from './crowned.ts';
import { foreignVersion, keptAgain, registeredNow } from './foreign.ts';
import { tryLease, withLease, workOn } from './lease.ts';
import { type Call, requireScope } from './operation.ts';
import { prospectOf } from './prospect.ts';
import { leastRows, modelOf, type ReferenceRows, referenceRows, rowsToStart } from './reference-rows.ts';
import type { TrainResult } from './results.ts';
import { dataOf, intentOf, metricsOf, parametersOf } from './run-intent.ts';
import { trainedNote } from './run-note.ts';
import { incidentNews, intentPending, newsPending, singleNews, withPending } from './told.ts';
import { runStateOf, trackSoon } from './track.ts';
import { announceChampion, makeVersion } from './training.ts';
import { changeState, stateOf, type Watched, type World, watchOf } from './world.ts';

export const trainInput = z.strictObject({ watch: z.string().optional(), force: z.boolean().default(false) });

export async function train(
  world: World,
  input: z.infer<typeof trainInput>,
  call: Call,
): Promise<TrainResult> {
  const watched = watchOf(world, input.watch);
  const { name } = watched.watch;
  const asked = { operation: 'train', caller: call.caller };
  const work = async (world: World, signal: AbortSignal) => {
    const state = await stateOf(world, name);
    if (state.champion !== null) requireForce(input.force, call, name);
    call.progress({ id: 'reading rows' }, 0);
    const rows = await referenceRows(world, watched, { state, least: leastRows });
    const external = watched.watch.champion === 'external';
    call.progress({ id: external ? 'taking reference' : 'training', rows: rows.frame.rows }, 0.3);
    return crown(world, watched, {
      rows,
      trigger: state.champion === null ? 'first' : 'manual',
      by: call.caller.name,
      signal,
    });
  };
  const version = await withLease(world, name, { ...asked, work });
  await trackSoon(world);
  return {
    watch: name,
    version: version.version,
    elsewhere: watched.watch.champion === 'external',
    baseline: version.baseline,
    rows: version.referenceRows,
    prospect: await prospectOf(world, watched, version),
    run: await runStateOf(world, version.intent),
  };
}

/** The first champion by itself, once enough labelled rows exist: null, or why it has to wait. Called by the patrol. */
export async function trainFirst(world: World, watched: Watched): Promise<string | null> {
  const name = watched.watch.name;
  const done = await tryLease(world, workOn(name), async () => {
    const state = await stateOf(world, name);
    if (state.champion !== null) return null;
    try {
      const rows = await referenceRows(world, watched, { state, least: rowsToStart });
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

function requireForce(force: boolean, { caller }: Call, name: string): void {
  if (!force) throw new AppError('champion_exists', `Watch "${name}" has a champion already.`);
  requireScope(caller, 'admin', 'Training without a gate over a champion');
}

/**
 * Labels of a reference window that came after it was taken: once they are enough, the same rows with them are a version
 * of their own, and from then on accuracy is checked. Called by the patrol of a model of somebody else.
 */
export async function measureReference(
  world: World,
  watched: Watched,
  { champion: number, referenceEnd: position }: Pick<WatchState, 'champion' | 'referenceEnd'>,
): Promise<void> {
  const { name } = watched.watch;
  if (number === null) return;
  const champion = await world.registry.version(name, number);
  if (champion.baseline !== null) return;
  const rows = champion.referenceRows;
  // What was said elsewhere tells its own classes; a model of MLflow has those of its file.
  const schema = watched.watch.champion === 'mlflow' ? champion.model.schema : null;
  const span = { after: [], upTo: position, rows, labelled: false, schema };
  const frame = await answered(world, champion.model, await watched.source.recent(span));
  const { quality } = await world.compute.run(tasks.asServed, { model: champion.model, rows: frame });
  if (quality === null || quality.rows < Math.min(leastLabelled, rows)) return;
  await tryLease(world, workOn(name), async () => {
    const request = { rows: { frame, position }, trigger: champion.trigger, by: champion.trainedBy };
    const again = { trigger: champion.trigger, by: champion.trainedBy, rows: frame };
    const { version, told } =
      schema === null
        ? await made(world, watched, request)
        : { version: await keptAgain(world, champion, again), told: [] };
    await changeState(world, name, (state) => {
      if (state.champion !== number) return null;
      const after = withPending({ ...state, champion: version.version }, told);
      return crowned(state, after, { how: 'labelled', by: 'vigie', at: world.clock.now() });
    });
    await announceChampion(world, version);
  });
}

interface Request {
  readonly rows: ReferenceRows;
  readonly trigger: Trigger;
  readonly by: string;
  /** Ends it up to the moment it changes what serves. */
  readonly signal?: AbortSignal;
}

/** A version of `rows` that serves nobody yet, and what is told of it. */
async function made(world: World, watched: Watched, { rows, trigger, by }: Request) {
  const { watch } = watched;
  const startedAt = world.clock.now();
  const { frame } = rows;
  if (watch.champion === 'mlflow') {
    const foreign = await registeredNow(world, watched);
    const version = await foreignVersion(world, watched, foreign, { rows: frame, trigger, by });
    return { version, told: await newsOf(world, watched, { version, startedAt }) };
  }
  const parts = { watch: watch.name, ...modelOf(watch, frame), rows: frame, trigger, by, startedAt };
  const version = await makeVersion(world, parts);
  return { version, told: await newsOf(world, watched, { version, startedAt }) };
}

/** Makes a version of `rows` the champion. */
async function crown(world: World, watched: Watched, request: Request): Promise<ModelVersion> {
  const { watch } = watched;
  const { position } = request.rows;
  const { version, told } = await made(world, watched, request);
  request.signal?.throwIfAborted();
  await changeState(world, watch.name, (state) => {
    const at = world.clock.now();
    const after = {
      ...closeIncident({ ...state, probation: null }, { resolution: 'promoted', at }),
      champion: version.version,
      previous: state.champion,
      // A patrol may have gone on checking under the old champion meanwhile: its rows are not checked again.
      position: state.champion === null ? position : state.position,
      referenceEnd: position,
    };
    const { trigger, trainedBy: by, intent } = version;
    const telling = withPending(after, [...incidentNews(state, after, watched, at), ...told]);
    return crowned(state, telling, { how: 'trained', by, at, trigger, intent });
  });
  await announceChampion(world, version);
  return version;
}

interface Made {
  readonly version: ModelVersion;
  readonly startedAt: number;
}

/** Its card, and its run where something was trained. */
async function newsOf(world: World, watched: Watched, { version, startedAt }: Made): Promise<Pending[]> {
  const { baseline, intent: key, referenceRows: rows } = version;
  const elsewhere = watched.watch.champion === 'external';
  const prospect = await prospectOf(world, watched, version);
  const facts = { version: version.version, baseline, intent: key, elsewhere, rows, prospect };
  const news = singleNews('trained', watched, { name: `v${version.version}`, at: world.clock.now(), facts });
  if (key === null) return [newsPending(news)];
  const { lastReport, incident, champion } = await stateOf(world, watched.watch.name);
  const before = champion === null ? null : await world.registry.version(watched.watch.name, champion);
  const at = { startedAt, thread: news.thread, against: before?.intent ?? null };
  const drift = { report: lastReport, incident: openIncident({ incident }) };
  return [newsPending(news), intentPending(firstRun(world, watched, { key, version, at, drift }))];
}

interface FirstRun {
  readonly key: string;
  readonly version: ModelVersion;
  readonly at: Pick<TrainingIntent, 'startedAt' | 'thread' | 'against'>;
  readonly drift: Pick<TrainingIntent, 'report' | 'incident'>;
}

function firstRun({ service }: World, { watch }: Watched, run: FirstRun): TrainingIntent {
  const { key, version, at, drift } = run;
  const {
    trigger,
    trainedBy: by,
    trainedAt: endedAt,
    baseline,
    reference: sha256,
    referenceRows: rows,
  } = version;
  const { policy } = watch;
  return intentOf({
    ...at,
    ...drift,
    key,
    watch: watch.name,
    version: version.version,
    trigger,
    by,
    endedAt,
    parameters: { ...parametersOf(version), window: `all ${rows}`, rows },
    metrics: metricsOf(baseline),
    tags: {
      'vigie.result': trigger === 'first' ? 'first' : 'forced',
      'vigie.policy': policy,
      'vigie.service_version': service.version,
    },
    note: trainedNote(version, { watch: watch.name, policy, reason: null, ...drift }),
    data: [dataOf('training', `${watch.name} v${version.version}`, { sha256, rows })],
  });
}
