// A retraining: a tournament of training windows on one common holdout, the gate, and a promotion by compare-and-set.
import { z } from 'zod';
import { tasks } from '../compute/tasks.ts';
import { AppError } from '../errors.ts';
import type { FittedModel } from '../estimators/estimator.ts';
import { abandonRetraining, beginRetraining, endRetraining, openIncident } from '../evidence/monitor.ts';
import { concatFrames, type Frame, lastRows } from '../frame/frame.ts';
import type { ModelVersion, Trigger } from '../model.ts';
import type { Pending } from '../news.ts';
import { type Duel, judge } from '../retraining/gate.ts';
import type { Candidate, RetrainOutcome, Trial } from '../retraining/outcome.ts';
import { leastLabelled, splitHoldout, type TrainingWindow, trainingWindows } from '../retraining/windows.ts';
import type { WatchState } from '../state.ts';
import { withLease } from './lease.ts';
import type { Call, Progress } from './operation.ts';
import type { RetrainResult } from './results.ts';
import { incidentNews, intentPending, newsPending, singleNews, withPending } from './told.ts';
import { runStateOf, trackSoon } from './track.ts';
import { announceChampion, fitOptions, intentOf, makeVersion } from './training.ts';
import { changeState, stateOf, type Watched, type World, watchOf } from './world.ts';

export const retrainInput = z.strictObject({
  watch: z.string().optional(),
  trigger: z.enum(['drift', 'manual', 'api', 'schedule']).optional(),
  reason: z.string().max(500).optional(),
});

/** Newest labelled rows a retraining looks at. */
const mostRows = 20_000;

export async function retrain(
  world: World,
  input: z.infer<typeof retrainInput>,
  call: Call,
): Promise<RetrainResult> {
  const watched = watchOf(world, input.watch);
  const trigger = input.trigger ?? (call.caller.via === 'http' ? 'api' : 'manual');
  const startedAt = world.clock.now();
  const ended = (result: 'promoted' | 'rejected' | 'failed' | 'skipped') =>
    world.metrics.retrained(watched.watch.name, trigger, result, (world.clock.now() - startedAt) / 1000);
  try {
    const outcome = await withLease(world, `work:${watched.watch.name}`, () =>
      compete(world, watched, { trigger, call, startedAt, reason: input.reason ?? null }),
    );
    ended(outcome.result);
    await trackSoon(world);
    return { outcome, run: await runStateOf(world, outcome.intent) };
  } catch (cause) {
    const skipped =
      cause instanceof AppError && (cause.code === 'not_enough_data' || cause.code === 'watch_busy');
    ended(skipped ? 'skipped' : 'failed');
    throw cause;
  }
}

interface Round {
  readonly trigger: Trigger;
  readonly call: Call;
  readonly startedAt: number;
  readonly reason: string | null;
}

async function compete(world: World, watched: Watched, round: Round): Promise<RetrainOutcome> {
  const { name } = watched.watch;
  world.registry.forget(name);
  const champion = await world.registry.required(name);
  const state = await stateOf(world, name);
  round.call.progress('reading labelled rows', 0.05);
  const labelled = await labelledSoFar(watched, state, champion);
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
    const allowed = watched.watch.policy === 'shadow' ? inShadow(contest.trial) : contest.trial;
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

/** All labelled rows up to the watermark, oldest first, the reference file's before them. */
async function labelledSoFar(
  { watch, source, reference }: Watched,
  state: WatchState,
  champion: ModelVersion,
): Promise<Frame> {
  const { schema } = champion.model;
  const seen = await source.recent({
    after: [],
    upTo: state.position,
    rows: mostRows,
    labelled: true,
    schema,
  });
  const all = reference === null ? seen : concatFrames(await reference(), seen);
  if (all.rows >= leastLabelled) return all;
  throw new AppError(
    'not_enough_data',
    `Retraining "${watch.name}" waits for labels: ${all.rows} of ${leastLabelled}.`,
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

interface Contest {
  readonly windows: readonly TrainingWindow[];
  readonly models: readonly FittedModel[];
  readonly candidates: readonly Candidate[];
  /** Index of the best candidate. */
  readonly best: number;
  readonly trial: Trial;
}

interface Entry {
  readonly champion: ModelVersion;
  readonly labelled: Frame;
  readonly estimator: string;
  readonly trigger: Trigger;
  /** Labelled rows since the accuracy fell, as the last check estimated; null = it did not. */
  readonly sinceChange: number | null;
}

async function holdTournament(world: World, entry: Entry, progress: Progress): Promise<Contest> {
  const { champion, labelled } = entry;
  const split = splitHoldout(labelled, entry.sinceChange);
  const windows = trainingWindows(split, entry.sinceChange);
  const models: FittedModel[] = [];
  for (const [at, window] of windows.entries()) {
    progress(`training on ${window.name} rows`, 0.1 + (0.5 * at) / windows.length);
    const input = {
      estimator: entry.estimator,
      train: window.rows,
      schema: champion.model.schema,
      options: fitOptions,
    };
    models.push(await world.compute.run(tasks.fit, input));
  }
  progress(`judging on ${split.holdout.rows} holdout rows`, 0.65);
  const duels = await world.compute.run(tasks.duels, {
    champion: champion.model,
    challengers: models,
    holdout: split.holdout,
  });
  const best = bestOf(duels);
  const candidates = windows.map((window, at) => candidateOf(window, duels[at]));
  const duel = duels[best];
  if (duel === undefined) throw new TypeError('a tournament without candidates');
  return { windows, models, candidates, best, trial: judge(duel, entry.trigger) };
}

function candidateOf(window: TrainingWindow, duel: Duel | undefined): Candidate {
  const quality = duel?.challenger ?? { rows: 0, accuracy: 0, logLoss: 0, auc: null };
  return { window: window.name, rows: window.rows.rows, quality };
}

/** Most accurate on the holdout; among equals the smaller log-loss. */
function bestOf(duels: readonly Duel[]): number {
  let best = 0;
  duels.forEach(({ challenger }, at) => {
    const leader = duels[best]?.challenger;
    if (leader === undefined || challenger.accuracy > leader.accuracy) best = at;
    else if (challenger.accuracy === leader.accuracy && challenger.logLoss < leader.logLoss) best = at;
  });
  return best;
}

function inShadow(trial: Trial): Trial {
  if (!trial.promote) return trial;
  return { ...trial, promote: false, reason: `policy shadow never promotes; otherwise: ${trial.reason}` };
}

interface Promotion {
  readonly champion: ModelVersion;
  readonly labelled: Frame;
  readonly contest: Contest;
  readonly round: Round;
}

/** Refits the winner on its whole window, holdout included: the new reference window (drift.md 5.7). */
async function promoteWinner(
  world: World,
  { watch }: Watched,
  { champion, labelled, contest, round }: Promotion,
): Promise<ModelVersion> {
  round.call.progress('fitting the winner on its whole window', 0.8);
  const reserved = await changeState(world, watch.name, (state) => ({
    ...state,
    lastVersion: state.lastVersion + 1,
  }));
  const span = contest.windows[contest.best]?.span ?? labelled.rows;
  return makeVersion(world, {
    watch: watch.name,
    estimator: watch.estimator,
    rows: lastRows(labelled, span),
    schema: champion.model.schema,
    version: reserved.lastVersion,
    trigger: round.trigger,
    by: round.call.caller.name,
    startedAt: round.startedAt,
  });
}

interface Conclusion {
  readonly champion: ModelVersion;
  readonly version: ModelVersion | null;
  readonly contest: Contest;
  readonly round: Round;
  /** The state the rows were read under: where the new reference window ends. */
  readonly state: WatchState;
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
    const ended = endRetraining(state, outcome);
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
  conclusion.round.call.progress(outcome.result, 1);
  return outcome;
}

function outcomeOf(
  world: World,
  { watch }: Watched,
  { champion, version, contest, round }: Conclusion,
): RetrainOutcome {
  return {
    watch: watch.name,
    trigger: round.trigger,
    by: round.call.caller.name,
    result: version === null ? 'rejected' : 'promoted',
    championBefore: champion.version,
    version: version?.version ?? null,
    candidates: contest.candidates,
    trial: contest.trial,
    startedAt: round.startedAt,
    endedAt: world.clock.now(),
    intent: world.tracker === null ? null : `run:${watch.name}:${round.startedAt}`,
  };
}

/** A retraining outside an incident has a card of its own, unless its answer is read where it was asked for. */
function cardOf(
  watched: Watched,
  before: WatchState,
  outcome: RetrainOutcome,
  { round }: Conclusion,
): Pending[] {
  const { via } = round.call.caller;
  if (openIncident(before) !== null || via === 'discord' || via === 'shell') return [];
  return [
    newsPending(
      singleNews('retrained', watched, {
        name: String(round.startedAt),
        at: outcome.endedAt,
        facts: { outcome },
      }),
    ),
  ];
}

function runOf(
  watched: Watched,
  before: WatchState,
  outcome: RetrainOutcome,
  { champion, contest, round }: Conclusion,
): Pending[] {
  if (outcome.intent === null) return [];
  const { trial, candidates } = outcome;
  const incident = openIncident(before);
  const thread =
    incident === null ? `retrained:${watched.watch.name}:${round.startedAt}` : `incident:${incident.id}`;
  const winner = candidates[contest.best];
  return [
    intentPending(
      intentOf({
        key: outcome.intent,
        watch: watched.watch.name,
        version: outcome.version,
        trigger: round.trigger,
        by: outcome.by,
        startedAt: outcome.startedAt,
        endedAt: outcome.endedAt,
        thread,
        parameters: {
          estimator: watched.watch.estimator,
          window: winner?.window ?? '',
          rows: winner?.rows ?? 0,
          c: fitOptions.inverseL2,
          champion: champion.version,
          holdout_rows: trial.holdoutRows,
          alpha: trial.alpha,
        },
        metrics: {
          accuracy: trial.challenger.accuracy,
          log_loss: trial.challenger.logLoss,
          auc: trial.challenger.auc,
          champion_accuracy: trial.champion.accuracy,
          champion_log_loss: trial.champion.logLoss,
          mcnemar_p: trial.p,
          champion_only: trial.championOnly,
          challenger_only: trial.challengerOnly,
          ...(before.lastReport?.score == null ? {} : { drift_score: before.lastReport.score }),
        },
        tags: {
          'vigie.result': outcome.result,
          'vigie.reason': trial.reason,
          ...(outcome.version === null ? {} : { 'vigie.version': String(outcome.version) }),
          ...(round.reason === null ? {} : { 'vigie.note': round.reason }),
        },
      }),
    ),
  ];
}
