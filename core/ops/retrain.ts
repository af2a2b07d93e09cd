// A retraining: a tournament of training windows on one common holdout, the gate, and a promotion by compare-and-set.
import * as z from 'zod';
import { AppError } from '../errors.ts';
import { abandonRetraining, beginRetraining, endRetraining, openIncident } from '../evidence/monitor.ts';
import { type Frame, lastRows } from '../frame/frame.ts';
import type { ModelVersion } from '../model.ts';
import type { RetrainOutcome } from '../retraining/outcome.ts';
import { leastLabelled } from '../retraining/windows.ts';
import type { WatchState } from '../state.ts';
import { countRetraining } from './backlog.ts';
import { labelledSoFar } from './labelled.ts';
import { withLease } from './lease.ts';
import type { Call } from './operation.ts';
import type { RetrainResult } from './results.ts';
import { type Conclusion, cardOf, outcomeOf, type Round, runOf } from './retrained.ts';
import { incidentNews, withPending } from './told.ts';
import { type Contest, holdTournament } from './tournament.ts';
import { runStateOf, trackSoon } from './track.ts';
import { announceChampion, makeVersion } from './training.ts';
import {
  championOf,
  changeState,
  requireServedHere,
  stateOf,
  type Watched,
  type World,
  watchOf,
} from './world.ts';

export const retrainInput = z.strictObject({
  watch: z.string().optional(),
  trigger: z.enum(['drift', 'manual', 'api', 'schedule']).optional(),
  reason: z.string().max(500).optional(),
});

export async function retrain(
  world: World,
  input: z.infer<typeof retrainInput>,
  call: Call,
): Promise<RetrainResult> {
  const watched = watchOf(world, input.watch);
  requireServedHere(watched, {
    is: 'managed',
    remedy: 'Retrain it where it lives, then take a new reference with /train (force, as admin).',
  });
  const trigger = input.trigger ?? (call.caller.via === 'http' ? 'api' : 'manual');
  const startedAt = world.clock.now();
  const ended = (result: 'promoted' | 'rejected' | 'failed' | 'skipped') =>
    world.metrics.retrained(watched.watch.name, trigger, result, (world.clock.now() - startedAt) / 1000);
  const outcome = await withLease(world, `work:${watched.watch.name}`, () =>
    compete(world, watched, { trigger, call, startedAt, reason: input.reason ?? null }),
  ).catch((cause: unknown) => {
    const waits = cause instanceof AppError && ['not_enough_data', 'watch_busy'].includes(cause.code);
    ended(waits ? 'skipped' : 'failed');
    throw cause;
  });
  ended(outcome.result);
  await trackSoon(world);
  return { outcome, run: await runStateOf(world, outcome.intent) };
}

async function compete(world: World, watched: Watched, round: Round): Promise<RetrainOutcome> {
  const { name } = watched.watch;
  // The champion this state names: conclude() holds the promotion against it.
  const state = await stateOf(world, name);
  const champion = await championOf(world, watched, state);
  round.call.progress({ id: 'reading labels' }, 0.05);
  const labelled = await enoughLabelled(watched, state, champion);
  await tellBegin(world, watched);
  try {
    const contest = await holdTournament(
      world,
      {
        champion,
        labelled,
        estimator: watched.watch.estimator,
        trigger: round.trigger,
        sinceChange: state.lastReport?.performance?.sinceChange ?? null,
      },
      round.call.progress,
    );
    const allowed = watched.watch.policy === 'shadow' ? { ...contest.trial, promote: false } : contest.trial;
    const decided = { ...contest, trial: allowed };
    const version = allowed.promote
      ? await promoteWinner(world, watched, { champion, labelled, contest: decided, round })
      : null;
    return await conclude(world, watched, { champion, version, contest: decided, round, state });
  } catch (cause) {
    await changeState(world, name, (now) => told(world, watched, now, abandonRetraining(now))).catch(
      () => {},
    );
    throw cause;
  }
}

/** @throws AppError `not_enough_data` */
async function enoughLabelled(watched: Watched, state: WatchState, champion: ModelVersion): Promise<Frame> {
  const all = await labelledSoFar(watched, state.position, champion.model.schema);
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

interface Promotion {
  readonly champion: ModelVersion;
  readonly labelled: Frame;
  readonly contest: Contest;
  readonly round: Round;
}

/** Refits the winner on its whole window, holdout included: the new reference window. */
async function promoteWinner(
  world: World,
  { watch }: Watched,
  { champion, labelled, contest, round }: Promotion,
): Promise<ModelVersion> {
  round.call.progress({ id: 'fitting' }, 0.8);
  const span = contest.windows[contest.best]?.span ?? labelled.rows;
  return makeVersion(world, {
    watch: watch.name,
    estimator: watch.estimator,
    rows: lastRows(labelled, span),
    schema: champion.model.schema,
    trigger: round.trigger,
    by: round.call.caller.name,
    startedAt: round.startedAt,
  });
}

async function conclude(world: World, watched: Watched, conclusion: Conclusion): Promise<RetrainOutcome> {
  const { champion, version, state: read } = conclusion;
  const outcome = outcomeOf(world, watched, conclusion);
  const after = await changeState(world, watched.watch.name, (state) => {
    if (state.champion !== champion.version) {
      throw new AppError(
        'conflict',
        `The champion of "${watched.watch.name}" changed while its challenger was trained.`,
      );
    }
    const ended = countRetraining(endRetraining(state, outcome), outcome);
    const moved =
      version === null
        ? ended
        : { ...ended, champion: version.version, previous: champion.version, referenceEnd: read.position };
    return withPending(told(world, watched, state, moved), [
      ...runOf(watched, state, outcome, conclusion),
      ...cardOf(watched, state, outcome, conclusion),
    ]);
  });
  if (version !== null) await announceChampion(world, version);
  world.metrics.incidents(watched.watch.name, openIncident(after) === null ? 0 : 1);
  conclusion.round.call.progress({ id: outcome.result }, 1);
  return outcome;
}
