// A retraining: a tournament of training windows on one common holdout, the gate, and a promotion by compare-and-set.
import * as z from 'zod';
import { AppError, isCutShort } from '../errors.ts';
import { propose } from '../evidence/approval.ts';
import {
  abandonRetraining,
  beginRetraining,
  cancelRetraining,
  endRetraining,
} from '../evidence/retrainings.ts';
import { scheduleAfter } from '../evidence/schedule.ts';
import type { Frame } from '../frame/frame.ts';
import type { ModelVersion } from '../model.ts';
import type { RetrainOutcome } from '../retraining/outcome.ts';
import { leastLabelled, type Past } from '../retraining/windows.ts';
import type { WatchState } from '../state.ts';
import { countRetraining } from './backlog.ts';
import { holdChallenge, requireTrainedHere } from './challenge.ts';
import { crowned } from './crowned.ts';
import { requireSoundRows } from './data-gate.ts';
import { currentWatch } from './decisions.ts';
import { learnable } from './held.ts';
import { labelledSoFar, mostRows } from './labelled.ts';
import { withLease } from './lease.ts';
import { type Call, requireScope } from './operation.ts';
import type { RetrainResult } from './results.ts';
import {
  type Conclusion,
  cancelledBy,
  decided,
  failureOf,
  leftBy,
  outcomeOf,
  type Round,
  whyOf,
} from './retrained.ts';
import { incidentNews, withPending } from './told.ts';
import { type Contest, holdTournament } from './tournament.ts';
import { runStateOf, trackSoon } from './track.ts';
import { announceChampion } from './training.ts';
import { keepWinner } from './winner.ts';
import { championOf, changeState, stateOf, type Watched, type World } from './world.ts';

export const retrainInput = z.strictObject({
  watch: z.string().optional(),
  trigger: z.enum(['drift', 'manual', 'api', 'schedule']).optional(),
  reason: z.string().max(500).optional(),
  /** The tournament and the gate, and nothing that follows from them. */
  dry_run: z.boolean().optional(),
  /** Promotes the best challenger whatever the gate says; takes the scope "admin". */
  force: z.boolean().optional(),
});

export async function retrain(
  world: World,
  input: z.infer<typeof retrainInput>,
  call: Call,
): Promise<RetrainResult> {
  const watched = await currentWatch(world, input.watch);
  requireTrainedHere(watched);
  const { dry_run: dryRun = false, force = false } = input;
  if (force) requireScope(call.caller, 'admin', 'Promoting a challenger whatever the gate says');
  const trigger = input.trigger ?? (call.caller.via === 'http' ? 'api' : 'manual');
  // Before the lease: else asking too early would keep the first training from it until the next patrol.
  await championOf(world, watched, await stateOf(world, watched.watch.name));
  const startedAt = world.clock.now();
  const ended = (result: RetrainOutcome['result'] | 'failed' | 'skipped') =>
    world.metrics.retrained(watched.watch.name, trigger, result, (world.clock.now() - startedAt) / 1000);
  let done = 0;
  const progress: Call['progress'] = (step, share) => {
    done = share;
    call.progress(step, share);
  };
  const told = { ...call, progress };
  const round = { trigger, call: told, startedAt, reason: input.reason ?? null, dryRun, force };
  const outcome = await withLease(world, watched.watch.name, {
    operation: 'retrain',
    caller: call.caller,
    share: () => done,
    work: async (inside, signal) => {
      const moved = (before: number) => progress({ id: 'waiting', before }, 0);
      const leave = await inside.compute.line.enter(signal, moved);
      world.metrics.retraining(watched.watch.name, true);
      return compete(inside, watched, { ...round, signal }).finally(() => {
        world.metrics.retraining(watched.watch.name, false);
        leave();
      });
    },
  }).catch((cause: unknown) => {
    const waits = cause instanceof AppError && waiting.includes(cause.code);
    ended(waits ? 'skipped' : 'failed');
    throw cause;
  });
  if (outcome.dryRun) return { outcome, run: { status: 'none' } };
  ended(outcome.result);
  await trackSoon(world);
  return { outcome, run: await runStateOf(world, outcome.intent) };
}

/** How a retraining ends that says nothing of challengers. */
const waiting: readonly string[] = ['not_enough_data', 'watch_busy', 'cancelled'];

async function compete(world: World, watched: Watched, round: Round): Promise<RetrainOutcome> {
  const { name } = watched.watch;
  // The champion this state names: conclude() holds the promotion against it.
  const state = await stateOf(world, name);
  const champion = await championOf(world, watched, state);
  round.call.progress({ id: 'reading labels' }, 0.05);
  const labelled = await enoughLabelled(world, watched, { state, champion });
  await requireSoundRows(world, watched, { state, champion, dryRun: round.dryRun });
  if (round.dryRun) {
    const contest = await contestOf(world, watched, { champion, labelled, state, round });
    return outcomeOf(world, watched, { champion, version: null, contest, round, state });
  }
  await tellBegin(world, watched);
  try {
    const contest = await contestOf(world, watched, { champion, labelled, state, round });
    const version = await keepWinner(world, watched, { champion, contest, round });
    round.signal.throwIfAborted();
    return await conclude(world, watched, { champion, version, contest, round, state });
  } catch (cause) {
    // No decision and no failure: the next patrol finds it as after a crash, and begins it again.
    if (!isCutShort(cause)) await giveUp(world, watched, { champion, round, cause }).catch(() => {});
    throw cause;
  }
}

interface Field {
  readonly champion: ModelVersion;
  readonly labelled: Frame;
  readonly state: WatchState;
  readonly round: Round;
}

/** The tournament, and what the gate, the policy and whoever asked make of it. */
async function contestOf(world: World, watched: Watched, field: Field): Promise<Contest> {
  const { watch } = watched;
  const { champion, labelled, round } = field;
  const { trigger, call, signal } = round;
  const past = await pastOf(world, watched, field);
  const entry = { champion, labelled, estimator: watch.estimator, trigger, past };
  const contest =
    watch.foreign === undefined
      ? await holdTournament(world, entry, call.progress)
      : await holdChallenge(world, watch, { entry, signal, progress: call.progress });
  return { ...contest, trial: decided(contest.trial, watch, round) };
}

interface Failed {
  readonly champion: ModelVersion;
  readonly round: Round;
  readonly cause: unknown;
}

async function pastOf(
  world: World,
  watched: Watched,
  { state, champion }: Pick<Field, 'state' | 'champion'>,
): Promise<Past> {
  const since = await learnable(world, watched, {
    state,
    after: state.referenceEnd,
    rows: mostRows,
    labelled: true,
    schema: champion.model.schema,
  });
  return {
    sinceChange: state.lastReport?.performance?.sinceChange ?? null,
    champion: { window: champion.referenceRows + since.rows, since: since.rows },
  };
}

/** The champion serves on: the incident's card goes back to what it said, and the history says why. */
async function giveUp(world: World, watched: Watched, { champion, round, cause }: Failed): Promise<void> {
  const by = cancelledBy(cause);
  const at = world.clock.now();
  const failure = { champion, round, cause, endedAt: at };
  await changeState(world, watched.watch.name, (now) => {
    const freed = by === null ? abandonRetraining(now) : cancelRetraining(now, { by, at });
    const after = scheduleAfter(freed, { result: 'failed', trigger: round.trigger });
    return withPending(told(world, watched, now, after), [failureOf(failure)]);
  });
}

/** @throws AppError `not_enough_data` */
async function enoughLabelled(
  world: World,
  watched: Watched,
  { state, champion }: Pick<Field, 'state' | 'champion'>,
): Promise<Frame> {
  const all = await labelledSoFar(world, watched, { state, schema: champion.model.schema });
  if (all.rows >= leastLabelled) return all;
  throw new AppError(
    'not_enough_data',
    `Retraining "${watched.watch.name}" waits for labels: ${all.rows} of ${leastLabelled}.`,
    {
      remedy: 'Send labels with /label or POST /labels.',
    },
  );
}

async function tellBegin(world: World, watched: Watched): Promise<void> {
  await changeState(world, watched.watch.name, (state) => {
    const begun = beginRetraining(state);
    return begun === state ? null : told(world, watched, state, begun);
  });
}

function told(world: World, watched: Watched, before: WatchState, after: WatchState): WatchState {
  return withPending(after, incidentNews(before, after, watched, world.clock.now()));
}

async function conclude(world: World, watched: Watched, conclusion: Conclusion): Promise<RetrainOutcome> {
  const { champion, version, state: read } = conclusion;
  const outcome = outcomeOf(world, watched, conclusion);
  const end = outcome.result === 'proposed' ? propose : endRetraining;
  await changeState(world, watched.watch.name, (state) => {
    if (state.champion !== champion.version) {
      throw new AppError(
        'conflict',
        `The champion of "${watched.watch.name}" changed while its challenger was trained.`,
      );
    }
    const ended = countRetraining(
      scheduleAfter(end({ ...state, proposal: null }, outcome), outcome),
      outcome,
    );
    const moved =
      version === null || outcome.result !== 'promoted'
        ? ended
        : { ...ended, champion: version.version, previous: champion.version, referenceEnd: read.position };
    const left = leftBy(world, watched, state, { ...conclusion, outcome });
    const telling = withPending(told(world, watched, state, moved), left);
    return crowned(state, telling, whyOf(outcome, conclusion.round));
  });
  if (version !== null && outcome.result === 'promoted') await announceChampion(world, version);
  conclusion.round.call.progress({ id: outcome.result }, 1);
  return outcome;
}
