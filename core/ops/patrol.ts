// The patrol: rows since the watermark, checked portion by portion, and what follows from it. Also the check on demand.
import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { DriftReport } from '../drift.ts';
import { AppError } from '../errors.ts';
import { proposalOf } from '../evidence/approval.ts';
import { abandonRetraining } from '../evidence/retrainings.ts';
import type { RetrainOutcome } from '../retraining/outcome.ts';
import type { WatchState } from '../state.ts';
import { tellBacklog } from './backlog.ts';
import { checkBatch } from './check.ts';
import { currentWatch } from './decisions.ts';
import { isLeftOpen } from './folded.ts';
import { learnOn } from './learn.ts';
import { tryLease, workOn } from './lease.ts';
import type { Call } from './operation.ts';
import type { PatrolResult } from './results.ts';
import { retrain } from './retrain.ts';
import { countArrivals } from './silence.ts';
import { incidentNews, singleNews, withPending } from './told.ts';
import { trackSoon } from './track.ts';
import { measureReference, trainFirst } from './train.ts';
import { changeFrom, changeState, requireSameKind, stateOf, type Watched, type World } from './world.ts';

export const checkInput = z.strictObject({ watch: z.string().optional() });
export const patrolInput = z.strictObject({ watch: z.string(), slot: z.int() });

/** A backlog is worked off in portions, so that a patrol ends before its job's lock does. */
const patience = 45_000;
const dayMs = 86_400_000;

interface Round {
  checks: number;
  rows: number;
  report: DriftReport | null;
  trained: boolean;
  waiting: string | null;
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
  const watched = await currentWatch(world, input.watch);
  const { name } = watched.watch;
  const slot = input.slot ?? null;
  const round: Round = { checks: 0, rows: 0, report: null, trained: false, waiting: null, retrain: null };
  const first = await stateOf(world, name);
  if (slot !== null && first.lastSlot !== null && first.lastSlot >= slot)
    return { watch: name, ...round, repeated: true };
  let known = first;
  try {
    if (first.monitor === 'ACTING') known = await freeAbandoned(world, watched, first);
    const worked = await workOff(world, watched, { round, call, state: known });
    known = await tellBacklog(world, watched, worked);
    if (watched.watch.champion !== 'trained') await measureReference(world, watched, known);
    // A challenger that waits was judged against the champion as it is.
    const waits = proposalOf(known, world.clock.now()) !== null;
    if (worked.done && !waits) await learnOn(world, watched, known);
  } catch (cause) {
    world.metrics.checkFailed(name);
    if (cause instanceof AppError && (cause.status < 500 || cause.code === 'invalid_config'))
      await tellFailure(world, watched, cause);
    throw cause;
  }
  await changeFrom(world, known, (state) => {
    const counted = countArrivals(state, watched, {
      rows: round.rows,
      scheduled: slot !== null,
      at: world.clock.now(),
    });
    if (slot === null) return counted === state ? null : counted;
    return { ...counted, lastSlot: Math.max(slot, state.lastSlot ?? slot) };
  });
  if (round.checks === 0) world.metrics.checkedNothing(name);
  return { watch: name, ...round, repeated: false };
}

/** Data that cannot be read stops the checks until a person mends it: told once a day, not every two minutes. */
async function tellFailure(world: World, watched: Watched, error: AppError): Promise<void> {
  const at = world.clock.now();
  const digest = createHash('sha256').update(error.message).digest('hex').slice(0, 12);
  const { code, message, remedy } = error;
  const facts = { operation: 'check', code, message, remedy };
  const name = `${Math.floor(at / dayMs)}:${digest}`;
  await world.store.outbox.add(singleNews('failed', watched, { name, at, facts }));
}

/** A retraining whose process died left the card saying "retraining"; whoever still works on it holds the lease. */
async function freeAbandoned(world: World, watched: Watched, known: WatchState): Promise<WatchState> {
  const { name } = watched.watch;
  const done = await tryLease(world, workOn(name), () =>
    changeState(world, name, (state) => {
      const freed = abandonRetraining(state);
      if (freed === state) return null;
      return withPending(freed, incidentNews(state, freed, watched, world.clock.now()));
    }),
  );
  return done?.result ?? known;
}

interface Work {
  readonly round: Round;
  readonly call: Call;
  readonly state: WatchState;
}

interface Worked {
  /** Nothing is left to check. */
  readonly done: boolean;
  readonly state: WatchState;
}

async function workOff(world: World, watched: Watched, work: Work): Promise<Worked> {
  const { round } = work;
  const { name } = watched.watch;
  const begun = world.clock.now();
  let patient = false;
  // One reading of the state for all: what it names as champion is what its rows are judged by.
  let { state } = work;
  for (;;) {
    if (state.champion === null) {
      round.waiting = await trainFirst(world, watched);
      state = await stateOf(world, name);
      if (round.waiting !== null) return { done: true, state };
      round.trained = true;
      await trackSoon(world);
      continue;
    }
    const step = await checkNext(world, watched, { ...work, state, champion: state.champion, patient });
    patient = step.refused;
    state = step.state ?? (await stateOf(world, name));
    if (!step.more || world.clock.now() - begun > patience) return { done: !step.more, state };
  }
}

/** One portion, and the retraining it asks for. `state` is null where it has to be read. */
async function checkNext(
  world: World,
  watched: Watched,
  { round, call, state, ...at }: Work & { readonly champion: number; readonly patient: boolean },
): Promise<{ more: boolean; refused: boolean; state: WatchState | null }> {
  const champion = await world.registry.version(watched.watch.name, at.champion);
  requireSameKind(watched, champion);
  const step = await checkBatch(world, watched, { state, champion, patient: at.patient });
  round.checks += step.reports.length;
  round.rows += step.rows;
  round.report = step.reports.at(-1) ?? round.report;
  call.progress({ id: 'checking', checks: round.checks, rows: round.rows }, step.more ? 0.5 : 1);
  const { more } = step;
  const asking =
    step.retrain ?? (step.rows === 0 && !more && (await isOwed(world, watched, state)) ? 'drift' : null);
  if (asking === null) return { more, refused: at.patient, state: step.state };
  const outcome = await answer(world, watched, asking);
  round.retrain = outcome ?? round.retrain;
  return { more, refused: outcome === null, state: null };
}

/** Nothing came to an end since the newest report asked for a retraining: neither a decision nor a failure. */
async function isOwed({ store }: World, { watch }: Watched, state: WatchState): Promise<boolean> {
  if (!isLeftOpen(state, watch)) return false;
  const [last] = await store.retrains.list(watch.name, { limit: 1, before: null, after: null });
  return (last?.entry.startedAt ?? 0) < (state.lastReport?.at ?? 0);
}

/** Retrains as the alarm or the schedule asks. What cannot be retrained now is no reason for the patrol to fail. */
async function answer(
  world: World,
  { watch }: Watched,
  trigger: 'drift' | 'schedule',
): Promise<RetrainOutcome | null> {
  const caller = { name: 'vigie', via: 'job', role: 'admin' } as const;
  try {
    return (await retrain(world, { watch: watch.name, trigger }, { caller, progress: () => {} })).outcome;
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    world.log.debug('a retraining is asked for that cannot be done now', {
      trigger,
      watch: watch.name,
      code: cause.code,
      message: cause.message,
    });
    return null;
  }
}
