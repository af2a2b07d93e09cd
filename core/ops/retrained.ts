// What a retraining came to, for those who read of it: its outcome, its line of the history, its card. Pure.
import { AppError } from '../errors.ts';
import { approvalMs } from '../evidence/approval.ts';
import { openIncident } from '../evidence/monitor.ts';
import type { ModelVersion, Trigger } from '../model.ts';
import type { RetrainRecord } from '../record.ts';
import type { RetrainOutcome, Trial } from '../retraining/outcome.ts';
import type { Pending, WatchState } from '../state.ts';
import type { Watch } from '../watch.ts';
import type { Call } from './operation.ts';
import { runOf } from './retrained-run.ts';
import { newsPending, singleNews } from './told.ts';
import type { Contest } from './tournament.ts';
import { runKey } from './training.ts';
import type { Watched, World } from './world.ts';

export interface Round {
  readonly trigger: Trigger;
  readonly call: Call;
  readonly startedAt: number;
  readonly reason: string | null;
  /** Nothing follows from it. */
  readonly dryRun: boolean;
  /** An admin wants the challenger, whatever the gate says. */
  readonly force: boolean;
  readonly signal: AbortSignal;
}

/** What the gate said, as the policy and whoever asked for it let it stand. */
export function decided(trial: Trial, { policy }: Pick<Watch, 'policy'>, { force }: Round): Trial {
  return { ...trial, promote: force || (trial.promote && policy !== 'shadow') };
}

/** What follows from it. One that somebody forces waits for nobody. */
export function resultOf(
  { promote }: Trial,
  { policy }: Pick<Watch, 'policy'>,
  { force }: Round,
): RetrainOutcome['result'] {
  if (!promote) return 'rejected';
  return policy === 'approve' && !force ? 'proposed' : 'promoted';
}

export interface Conclusion {
  readonly champion: ModelVersion;
  /** The winner; null = a dry run, which keeps none. */
  readonly version: ModelVersion | null;
  readonly contest: Contest;
  readonly round: Round;
  /** The state the rows were read under: where the new reference window ends. */
  readonly state: WatchState;
}

export function outcomeOf(
  world: Pick<World, 'clock'>,
  { watch }: Watched,
  { champion, version, contest, round }: Conclusion,
): RetrainOutcome {
  const { dryRun, force } = round;
  const result = resultOf(contest.trial, watch, round);
  const promoted = result === 'promoted';
  const endedAt = world.clock.now();
  return {
    watch: watch.name,
    trigger: round.trigger,
    by: round.call.caller.name,
    result,
    ...(result === 'proposed' ? { approveBy: endedAt + approvalMs } : {}),
    ...(force ? { forced: true } : {}),
    ...(dryRun ? { dryRun: true } : {}),
    ...(result !== 'rejected' && !force && watch.mode !== 'seed' ? { probation: true } : {}),
    championBefore: champion.version,
    version: promoted && version !== null ? version.version : null,
    ...(promoted || version === null ? {} : { kept: version.version }),
    candidates: contest.candidates,
    trial: contest.trial,
    startedAt: round.startedAt,
    endedAt,
    // The run of a training command is where that logs it.
    intent: dryRun || contest.trained !== undefined ? null : runKey(watch.name, round.startedAt),
  };
}

/** What a decision leaves to others: its line of the history, its run and its card. */
export function leftBy(
  world: Pick<World, 'service'>,
  watched: Watched,
  before: WatchState,
  decided: Conclusion & { readonly outcome: RetrainOutcome },
): Pending[] {
  const { outcome } = decided;
  const run = runOf(world, watched, before, decided);
  return [endOf(outcome), ...run, ...cardOf(watched, before, outcome, decided)];
}

/** What the record of a promotion says. */
export function whyOf(
  { forced, by, trigger, trial, endedAt: at, intent }: RetrainOutcome,
  { reason }: Pick<Round, 'reason'>,
) {
  const { holdoutRows, championOnly, challengerOnly, p, alpha } = trial;
  return {
    how: forced ? 'forced' : 'retrained',
    ...{ by, at, trigger, intent, reason },
    trial: { holdoutRows, championOnly, challengerOnly, p, alpha },
  } as const;
}

const recordKey = (watch: string, startedAt: number) => `retrain:${watch}:${startedAt}`;

/** The line of the history a decision leaves. */
function endOf(outcome: RetrainOutcome): Pending {
  const { watch, startedAt, trial } = outcome;
  const key = recordKey(watch, startedAt);
  const record: RetrainRecord = {
    key,
    watch,
    startedAt,
    endedAt: outcome.endedAt,
    trigger: outcome.trigger,
    by: outcome.by,
    result: outcome.forced && outcome.result === 'promoted' ? 'forced' : outcome.result,
    championBefore: outcome.championBefore,
    version: outcome.version,
    ...(outcome.kept === undefined ? {} : { kept: outcome.kept }),
    trial,
    failure: null,
  };
  return { to: 'retrains', key, record };
}

/** Who stopped it; null = nobody did, it failed. */
export function cancelledBy(cause: unknown): string | null {
  return cause instanceof AppError && cause.code === 'cancelled' ? cause.by : null;
}

/** The line of a retraining that came to no decision. */
export function failureOf(failure: {
  readonly champion: ModelVersion;
  readonly round: Round;
  readonly cause: unknown;
  readonly endedAt: number;
}): Pending {
  const { champion, round, cause, endedAt } = failure;
  const { trigger, call, startedAt } = round;
  const { watch, version: championBefore } = champion;
  const stopped = cancelledBy(cause);
  const key = recordKey(watch, startedAt);
  const record: RetrainRecord = {
    key,
    watch,
    startedAt,
    endedAt,
    trigger,
    by: call.caller.name,
    result: stopped === null ? 'failed' : 'cancelled',
    championBefore,
    version: null,
    trial: null,
    // What a bug says is for the log.
    failure: cause instanceof AppError ? cause.message : 'a fault inside Vigie',
    ...(stopped === null ? {} : { cancelledBy: stopped }),
  };
  return { to: 'retrains', key, record };
}

/**
 * A retraining outside an incident has a card of its own, unless its answer is read where it was asked for. A schedule that
 * found nothing better is no news.
 */
function cardOf(
  watched: Watched,
  before: WatchState,
  outcome: RetrainOutcome,
  { round }: Conclusion,
): Pending[] {
  const { via } = round.call.caller;
  if (outcome.trigger === 'schedule' && outcome.result === 'rejected') return [];
  if (openIncident(before) !== null || before.backlog !== null || via === 'discord' || via === 'shell')
    return [];
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
