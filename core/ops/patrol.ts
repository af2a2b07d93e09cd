// The patrol: rows since the watermark, checked slice by slice, and what follows from it. Also the check on demand.
import { z } from 'zod';
import { tasks } from '../compute/tasks.ts';
import type { DriftReport } from '../drift.ts';
import { AppError } from '../errors.ts';
import type { CheckSettings } from '../evidence/check.ts';
import { asksForRetraining, observe, openIncident } from '../evidence/monitor.ts';
import { sliceEnds } from '../evidence/slices.ts';
import type { ModelVersion } from '../model.ts';
import type { Batch, Position } from '../ports.ts';
import type { RetrainOutcome } from '../retraining/outcome.ts';
import type { WatchState } from '../state.ts';
import type { Watch } from '../watch.ts';
import type { Call } from './operation.ts';
import type { PatrolResult } from './results.ts';
import { retrain } from './retrain.ts';
import { incidentNews, newsPending, reportPending, singleNews, withPending } from './told.ts';
import { trainFirst } from './train.ts';
import { changeState, stateOf, type Watched, type World, watchOf } from './world.ts';

export const checkInput = z.strictObject({ watch: z.string().optional() });
export const patrolInput = z.strictObject({ watch: z.string(), slot: z.int() });

/** Rows read at once: bounds memory, and the reports of one write (a document holds 16 MB). */
const batchRows = 2_000;
const mostSlices = 200;
/** A backlog is worked off in portions, so that a patrol ends before its job's lock does. */
const patience = 45_000;
const minutesPerWeek = 10_080;

interface Round {
  checks: number;
  rows: number;
  report: DriftReport | null;
  trained: boolean;
  retrain: RetrainOutcome | null;
}

/**
 * Checks everything that is new. With a slot (the job's scheduled time) a second patrol of the same slot does nothing.
 * @throws AppError from the source (`bad_data`, `not_found`): nothing was consumed, the next patrol tries again
 */
export async function patrol(
  world: World,
  input: { watch?: string | undefined; slot?: number },
  call: Call,
): Promise<PatrolResult> {
  const watched = watchOf(world, input.watch);
  const { name } = watched.watch;
  const slot = input.slot ?? null;
  const round: Round = { checks: 0, rows: 0, report: null, trained: false, retrain: null };
  const first = await stateOf(world, name);
  if (slot !== null && first.lastSlot !== null && first.lastSlot >= slot)
    return { watch: name, ...round, repeated: true };
  try {
    await workOff(world, watched, { round, call });
  } catch (cause) {
    world.metrics.checkFailed(name);
    throw cause;
  }
  if (slot !== null)
    await changeState(world, name, (state) => ({
      ...state,
      lastSlot: Math.max(slot, state.lastSlot ?? slot),
    }));
  if (round.checks === 0) world.metrics.checkedNothing(name);
  return { watch: name, ...round, repeated: false };
}

interface Work {
  readonly round: Round;
  readonly call: Call;
}

async function workOff(world: World, watched: Watched, { round, call }: Work): Promise<void> {
  const { name } = watched.watch;
  const begun = world.clock.now();
  for (;;) {
    world.registry.forget(name);
    const champion = await world.registry.champion(name);
    if (champion === null) {
      if ((await trainFirst(world, watched)) === null) return;
      round.trained = true;
      continue;
    }
    const step = await checkBatch(world, watched, champion, round);
    call.progress(`${round.checks} checks, ${round.rows} rows`, step.more ? 0.5 : 1);
    if (step.retrain) round.retrain = (await answer(world, watched)) ?? round.retrain;
    if (!step.more || world.clock.now() - begun > patience) return;
  }
}

/** Checks one portion of the backlog and writes all it led to in one compare-and-set. */
async function checkBatch(
  world: World,
  watched: Watched,
  champion: ModelVersion,
  round: Round,
): Promise<{ more: boolean; retrain: boolean }> {
  const { watch, source } = watched;
  const state = await stateOf(world, watch.name);
  const { schema } = champion.model;
  const batch = await source.read({ after: state.position, limit: batchRows, schema });
  if (batch.frame.rows === 0) return { more: false, retrain: false };
  const begun = world.clock.now();
  const made = await judged(world, watched, { champion, state, batch });
  const folded = fold(state, made, watch);
  const end =
    folded.used === made.ends.length && made.ends.at(-1) === batch.frame.rows
      ? batch.position
      : await positionAt(watched, state, made.ends[folded.used - 1] ?? 0);
  const reports = folded.reports;
  if (!(await commit(world, watched, { before: state, after: { ...folded.state, position: end }, reports })))
    return { more: true, retrain: false };
  const seconds = (world.clock.now() - begun) / 1000 / reports.length;
  for (const report of reports) world.metrics.driftChecked(report, seconds);
  world.metrics.incidents(watch.name, openIncident(folded.state) === null ? 0 : 1);
  round.checks += reports.length;
  round.rows += made.ends[folded.used - 1] ?? 0;
  round.report = reports.at(-1) ?? round.report;
  return {
    more: batch.more || folded.used < made.ends.length || end !== batch.position,
    retrain: folded.retrain,
  };
}

interface Judged {
  readonly reports: readonly DriftReport[];
  readonly ends: readonly number[];
}

async function judged(
  world: World,
  { watch, source }: Watched,
  look: { champion: ModelVersion; state: WatchState; batch: Batch },
): Promise<Judged> {
  const { champion, state, batch } = look;
  const ends = sliceEnds(batch.frame, watch.cadenceMinutes).slice(0, mostSlices);
  const before = {
    after: state.referenceEnd,
    upTo: state.position,
    rows: watch.window,
    schema: champion.model.schema,
  };
  const [profile, context, labelledContext] = await Promise.all([
    world.registry.profile(champion),
    source.recent({ ...before, labelled: false }),
    source.recent({ ...before, labelled: true }),
  ]);
  const reports = await world.compute.run(tasks.check, {
    settings: settingsOf(watch, champion),
    model: champion.model,
    profile,
    context,
    labelledContext,
    fresh: batch.frame,
    ends,
    firstNumber: state.checks + 1,
    at: world.clock.now(),
  });
  const [first, ...rest] = reports;
  // What could not be read is told with the first report of the rows it came with.
  return { ends, reports: first === undefined ? [] : [{ ...first, faults: batch.faults }, ...rest] };
}

function settingsOf(watch: Watch, champion: ModelVersion): CheckSettings {
  return {
    watch: watch.name,
    version: champion.version,
    mode: watch.mode,
    window: watch.window,
    threshold: watch.threshold,
    falseAlarmsPerWeek: watch.falseAlarmsPerWeek,
    checksPerWeek: minutesPerWeek / watch.cadenceMinutes,
    baseline: {
      accuracy: champion.baseline.accuracy,
      rows: champion.baseline.rows,
      majorityShare: champion.majorityShare,
    },
  };
}

interface Folded {
  readonly state: WatchState;
  readonly reports: readonly DriftReport[];
  /** Slices taken in: all, or up to the one that asks for a retraining. */
  readonly used: number;
  readonly retrain: boolean;
}

/** Takes reports in until one asks for a retraining: what comes after it is for the next champion to be judged on. */
function fold(state: WatchState, { reports }: Judged, watch: Watch): Folded {
  let after = state;
  for (const [at, report] of reports.entries()) {
    after = observe(after, report);
    if (watch.policy !== 'approve' && asksForRetraining(after, report)) {
      return { state: after, reports: reports.slice(0, at + 1), used: at + 1, retrain: true };
    }
  }
  return { state: after, reports, used: reports.length, retrain: false };
}

/** The same position always gives the same rows first, so reading fewer tells where they end. */
async function positionAt({ source }: Watched, state: WatchState, rows: number): Promise<Position> {
  return (await source.read({ after: state.position, limit: rows, schema: null })).position;
}

async function commit(
  world: World,
  watched: Watched,
  change: { before: WatchState; after: WatchState; reports: readonly DriftReport[] },
): Promise<boolean> {
  const { before, after, reports } = change;
  const at = world.clock.now();
  const last = reports.at(-1);
  const quiet = world.notifyNoDrift && last?.verdict === 'ok';
  const noDrift = quiet
    ? [newsPending(singleNews('checked', watched, { name: last.key, at, facts: { report: last } }))]
    : [];
  const pending = [...reports.map(reportPending), ...incidentNews(before, after, watched, at), ...noDrift];
  if (!(await world.store.states.replace(withPending(after, pending)))) return false;
  await world.store.states.settle(watched.watch.name);
  return true;
}

/** Retrains as the alarm asks. What cannot be retrained now is no reason for the patrol to fail. */
async function answer(world: World, { watch }: Watched): Promise<RetrainOutcome | null> {
  const caller = { name: 'vigie', via: 'job', role: 'admin' } as const;
  try {
    return (await retrain(world, { watch: watch.name, trigger: 'drift' }, { caller, progress: () => {} }))
      .outcome;
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    world.log.debug('drift asks for a retraining that cannot be done now', {
      watch: watch.name,
      code: cause.code,
      message: cause.message,
    });
    return null;
  }
}
