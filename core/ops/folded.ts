// Reports taken into the state of a watch, one after the other, until one of them has to be answered. Pure.
import type { DriftReport } from '../drift.ts';
import { proposalOf } from '../evidence/approval.ts';
import type { Checked as Slice } from '../evidence/check.ts';
import { asksForRetraining, observe, openIncident } from '../evidence/monitor.ts';
import { onProbation } from '../evidence/on-probation.ts';
import { lastingIn, quarantine } from '../evidence/quarantine.ts';
import { countLabelled, isChallengerDue } from '../evidence/schedule.ts';
import type { Incident } from '../news.ts';
import type { WatchState } from '../state.ts';
import type { Watch } from '../watch.ts';
import { keptFor } from './held.ts';
import { trainsHere } from './managed.ts';

export interface Judged {
  readonly slices: readonly Slice[];
  /** Their evidence does not go on from that of the state. */
  readonly anew: boolean;
  readonly ends: readonly number[];
  /** Slices of the whole batch; `ends` may leave some for the next portion. */
  readonly all: number;
}

/** What asks for a retraining; null = nothing. */
export type Asking = 'drift' | 'schedule' | null;

export interface Folded {
  readonly state: WatchState;
  /** Of the slices taken in: all, or up to the one that asks for a retraining. */
  readonly reports: readonly DriftReport[];
  readonly retrain: Asking;
  /** The version before the champion is proven to be better. */
  readonly worse: boolean;
  /** Incidents that ended and were followed by another one. */
  readonly left: readonly Incident[];
}

/**
 * Takes reports in until one asks for a retraining, undoes a promotion, or begins or ends a quarantine: what comes after it
 * is for the next champion, or for evidence that begins anew, to be judged on. When the last retraining could not be done, all are taken in first, or a long backlog would be judged anew
 * at every slice.
 */
export function fold(
  state: WatchState,
  { slices, anew }: Judged,
  { watch, patient }: { watch: Watch; patient: boolean },
): Folded {
  let after = state;
  const left: Incident[] = [];
  const reports = slices.map(({ report }) => report);
  for (const [at, slice] of slices.entries()) {
    const { report } = slice;
    const before = after;
    const tried = takeIn(before, slice, { watch, anew: anew && at === 0 });
    after = tried.state;
    if (before.incident !== null && before.incident.id !== after.incident?.id) left.push(before.incident);
    const taken = { state: after, reports: reports.slice(0, at + 1), left };
    if (tried.worse || isTurn(before, after)) return { ...taken, retrain: null, worse: tried.worse };
    const last = at === slices.length - 1;
    const retrain = (last || !patient) && retrains(watch) ? askingOf(after, report, { watch, last }) : null;
    if (retrain !== null) return { ...taken, retrain, worse: false };
  }
  return { state: after, reports, retrain: null, worse: false, left };
}

/** Rows that are held back count for nobody: neither in a probation nor as labels to learn from. */
function takeIn(
  before: WatchState,
  { report, evidence, labelled, duels }: Slice,
  { watch, anew }: { readonly watch: Watch; readonly anew: boolean },
): { readonly state: WatchState; readonly worse: boolean } {
  const observed = observe({ ...before, evidence }, report);
  const seen = quarantine(before, observed, { report, keptFor: keptFor(watch) });
  const held = lastingIn(seen) !== null;
  const check = { report, duels: held ? null : duels, anew, maturity: watch.labelMaturity };
  const { state, worse } = onProbation(seen, check);
  return { state: held ? state : countLabelled(state, labelled), worse };
}

/** A batch begins, or its incident is over. */
function isTurn(before: WatchState, after: WatchState): boolean {
  return lastingIn(after) !== null && (lastingIn(before) === null || openIncident(after) === null);
}

/** A schedule is kept at the end of a portion: a backlog would hold a tournament at every few slices of it. */
function askingOf(
  state: WatchState,
  report: DriftReport,
  { watch, last }: { watch: Watch; last: boolean },
): Asking {
  // What waits for a person is the answer, as long as it stands.
  if (proposalOf(state, report.at) !== null || lastingIn(state) !== null) return null;
  if (asksForRetraining(state, report)) return 'drift';
  return last && isChallengerDue(state, report, watch.retrainEvery) ? 'schedule' : null;
}

/**
 * Whether the newest report asks for a retraining that may never have come to its end: its process died, or nothing could be
 * done about it then. Rows that come ask again by themselves; this is for the pause after them.
 */
export function isLeftOpen(state: WatchState, watch: Watch): boolean {
  const { lastReport } = state;
  const phase = openIncident(state)?.phase;
  if (lastReport === null || (phase !== 'firing' && phase !== 'rejected') || !retrains(watch)) return false;
  return askingOf(state, lastReport, { watch, last: false }) === 'drift';
}

/** A model served elsewhere is retrained where it lives, and policy manual leaves it to a person. */
function retrains(watch: Watch): boolean {
  return trainsHere(watch) && watch.policy !== 'manual';
}
