// A watch whose champion is on probation: what every check adds, how it passes, and how it is undone. Pure.
import type { DriftReport } from '../drift.ts';
import type { Incident, Undone } from '../news.ts';
import { counted, type Duels, type Probation, standingOf } from '../retraining/probation.ts';
import type { WatchState } from '../state.ts';
import { openIncident, resolve, restingState, revised, timeOf, withLatest } from './monitor.ts';
import { rejected } from './retrainings.ts';

/** An open card is edited after so many labelled rows more, not after every check. */
const rowsTold = 100;
const undoneKept = 50;

interface Check {
  readonly report: DriftReport;
  /** null = the check let nobody answer beside the champion. */
  readonly duels: Duels | null;
  /** Its evidence began anew. */
  readonly anew: boolean;
  /** Milliseconds until a label is fair. */
  readonly maturity: number;
}

/** Takes a check in. `worse` = the version before is proven to be better and has to serve again. */
export function onProbation(
  state: WatchState,
  { report, duels, anew, maturity }: Check,
): { readonly state: WatchState; readonly worse: boolean } {
  if (state.probation == null || duels === null) return { state, worse: false };
  const at = timeOf(report);
  const before = state.probation;
  const probation = counted(before, { duels, at, anew });
  const tried = { ...state, probation, incident: told(state.incident, { before, probation, report }) };
  const standing = standingOf(probation, { at, maturity });
  return standing === 'passed'
    ? { state: passed(tried, report), worse: false }
    : { state: tried, worse: standing === 'worse' };
}

function told(
  incident: Incident | null,
  { before, probation, report }: { before: Probation; probation: Probation; report: DriftReport },
): Incident | null {
  if (incident?.probation == null || incident.phase === 'resolved') return incident;
  const next = { ...incident, probation: duelsOf(probation) };
  const step = ({ rows }: Probation) => Math.floor(rows / rowsTold);
  return incident.phase === 'probation' && step(probation) > step(before)
    ? revised({ ...next, latest: report })
    : next;
}

function duelsOf({ rows, oldOnly, newOnly }: Duels): Duels {
  return { rows, oldOnly, newOnly };
}

/** What fires again meanwhile is not over by it. */
function passed(state: WatchState, report: DriftReport): WatchState {
  const over = { ...state, probation: null };
  const open = openIncident(over);
  if (open?.phase === 'probation')
    return resolve(over, { ...open, latest: report }, { resolution: 'promoted', at: report.at });
  return { ...over, monitor: open === null && over.monitor === 'PROBATION' ? 'OK' : over.monitor };
}

/**
 * The version before serves again, and the incident that the promotion answered goes on, as after a challenger that was
 * kept out. The two change places, and rows after `state.position` are held against the version before.
 */
export function undo(
  state: WatchState,
  at: number,
): { readonly state: WatchState; readonly undone: Undone } | null {
  const { probation, champion } = state;
  if (probation == null || champion === null) return null;
  const undone = { ...duelsOf(probation), at, from: champion, to: probation.old };
  const back = {
    ...state,
    probation: null,
    champion: undone.to,
    previous: undone.from,
    referenceEnd: state.position,
    undone: [...(state.undone ?? []), undone.from].slice(-undoneKept),
    quiet: 0,
    recent: [],
  };
  const open = withLatest(openIncident(back), back);
  if (open === null) return { state: { ...back, monitor: restingState(back) }, undone };
  // One that fired since is about a version that serves no more.
  if (open.retrain?.result !== 'promoted')
    return { state: resolve(back, { ...open, undone }, { resolution: 'rolled_back', at }), undone };
  const incident = rejected({ ...open, undone, probation: duelsOf(probation) });
  return { state: { ...back, monitor: 'ALARM', incident }, undone };
}

/** The same model serves on as a version with a larger reference window: its probation goes on. */
export function carried({ probation }: WatchState): Pick<WatchState, 'probation'> {
  return { probation: probation == null ? null : { ...probation, carried: true } };
}
