// What retrainings make of a watch: its incident is answered, or goes back to firing with a cooldown. Pure.
import type { Incident } from '../news.ts';
import type { RetrainOutcome } from '../retraining/outcome.ts';
import { probationOf } from '../retraining/probation.ts';
import { cooldownAfter } from './cooldown.ts';
import {
  openIncident,
  pastKept,
  resolve,
  restingState,
  revised,
  timeOf,
  type Watched,
  withLatest,
} from './monitor.ts';

/** A retraining has begun: the open card says so. */
export function beginRetraining<S extends Watched>(state: S): S {
  const open = openIncident(state);
  if (open === null) return state;
  return { ...state, monitor: 'ACTING', incident: revised({ ...open, phase: 'retraining' }) };
}

/** A retraining has failed before a decision: back to what was. */
export function abandonRetraining<S extends Watched>(state: S): S {
  const open = openIncident(state);
  if (open === null || open.phase !== 'retraining') return state;
  if (open.probation != null) return backOnProbation(state, open);
  return {
    ...state,
    monitor: 'ALARM',
    incident: revised({ ...open, phase: phaseBefore(open) }),
  };
}

function phaseBefore({ retrain, rejections }: Incident): Incident['phase'] {
  if (retrain?.result === 'proposed') return 'proposed';
  return rejections > 0 ? 'rejected' : 'firing';
}

/** Somebody stopped a retraining: back to what was, and none begins by itself for a while. */
export function cancelRetraining<S extends Watched>(
  state: S,
  cancelled: NonNullable<Incident['cancelled']>,
): S {
  const freed = abandonRetraining(state);
  const open = openIncident(freed);
  if (open === null || freed === state) return state;
  return { ...freed, incident: { ...open, cancelled, retryAt: timeOf(open.latest) + cooldownAfter(1) } };
}

/** A retraining has ended: a promotion answers the incident, a rejection goes back to firing with a cooldown. */
export function endRetraining<S extends Watched>(state: S, outcome: RetrainOutcome): S {
  const { endedAt, result } = outcome;
  // What is only proposed has not ended (core/evidence/approval).
  const ended = result === 'proposed' ? [] : [{ at: endedAt, result }];
  const past = [...state.pastRetrainings, ...ended].slice(-pastKept);
  const decided = { ...state, pastRetrainings: past };
  const fresh = outcome.result === 'promoted' ? { ...decided, quiet: 0, recent: [] } : decided;
  const open = withLatest(openIncident(state), state);
  if (outcome.result === 'promoted') return promoted(fresh, open, outcome);
  if (open === null) return { ...fresh, monitor: restingState(fresh) };
  if (open.probation != null) return backOnProbation(fresh, { ...open, rejections: open.rejections + 1 });
  return { ...fresh, monitor: 'ALARM', incident: rejected({ ...open, retrain: outcome, undone: null }) };
}

function promoted<S extends Watched>(state: S, open: Incident | null, outcome: RetrainOutcome): S {
  const probation = outcome.probation === true ? probationOf(outcome.championBefore) : null;
  const tried = { ...state, probation };
  if (open === null) return { ...tried, monitor: restingState(tried) };
  const answered = { ...open, retrain: outcome, probation, undone: null };
  if (probation === null) return resolve(tried, answered, { resolution: 'promoted', at: outcome.endedAt });
  const incident = revised({ ...answered, phase: 'probation', retryAt: null });
  return { ...tried, monitor: 'PROBATION', incident };
}

/** A retraining meanwhile has not changed what serves. */
export function backOnProbation<S extends Watched>(state: S, open: Incident): S {
  return { ...state, monitor: 'PROBATION', incident: revised({ ...open, phase: 'probation' }) };
}

/** One challenger more has failed: the next waits twice as long. */
export function rejected(open: Incident): Incident {
  const rejections = open.rejections + 1;
  return revised({
    ...open,
    phase: 'rejected',
    rejections,
    retryAt: timeOf(open.latest) + cooldownAfter(rejections),
  });
}
