// A challenger that passed the gate and waits for a person (policy approve): kept for a day, then as good as refused. Pure.
import type { RetrainOutcome } from '../retraining/outcome.ts';
import type { WatchState } from '../state.ts';
import { openIncident, pastKept, revised, withLatest } from './monitor.ts';
import { backOnProbation, endRetraining } from './retrainings.ts';
import { scheduleAfter } from './schedule.ts';

/** How long the rows of a tournament speak for its winner. */
export const approvalMs = 24 * 3_600_000;

type Proposed = Parameters<typeof endRetraining>[0] & Pick<WatchState, 'champion' | 'proposal' | 'schedule'>;

/** The gate let a challenger pass: the open incident's card asks for a decision. */
export function propose<S extends Proposed>(state: S, outcome: RetrainOutcome): S {
  const held = { ...state, proposal: outcome };
  const open = withLatest(openIncident(state), state);
  if (open === null) return held;
  // The card of a champion on probation goes on telling of that.
  if (open.probation != null) return backOnProbation(held, open);
  return { ...held, monitor: 'ALARM', incident: revised({ ...open, phase: 'proposed', retrain: outcome }) };
}

/** What waits for approval at a clock time: judged against the champion that serves, and not too old. */
export function proposalOf(
  { proposal = null, champion }: Pick<WatchState, 'proposal' | 'champion'>,
  now: number,
): RetrainOutcome | null {
  const stands = proposal?.championBefore === champion && now < (proposal?.approveBy ?? 0);
  return stands ? proposal : null;
}

/** It serves, as if the gate had promoted it now. */
export function acceptProposal<S extends Proposed>(state: S, proposal: RetrainOutcome, at: number): S {
  const { kept, approveBy: _, ...judged } = proposal;
  return decided(state, { ...judged, result: 'promoted', version: kept ?? null }, at);
}

/** Somebody refused it; `by` null: nobody decided in time. The champion serves on. */
export function declineProposal<S extends Proposed>(
  state: S,
  proposal: RetrainOutcome,
  { by, at }: { readonly by: string | null; readonly at: number },
): S {
  const { approveBy: _, probation: __, ...judged } = proposal;
  const outcome = { ...judged, result: 'rejected', declinedBy: by } as const;
  if (openIncident(state)?.phase === 'proposed') return decided(state, outcome, at);
  // No card asks any more: what has begun since then, an incident or a probation, goes on.
  const pastRetrainings = [...state.pastRetrainings, { at, result: outcome.result }].slice(-pastKept);
  return scheduleAfter({ ...state, proposal: null, pastRetrainings }, outcome);
}

/** Decided `at`, though the training ended before. */
function decided<S extends Proposed>(state: S, outcome: RetrainOutcome, at: number): S {
  const ended = endRetraining({ ...state, proposal: null }, { ...outcome, endedAt: at });
  const after = scheduleAfter(ended, outcome);
  const { incident } = after;
  const told = incident?.retrain?.startedAt === outcome.startedAt;
  return told ? { ...after, incident: { ...incident, retrain: outcome } } : after;
}
