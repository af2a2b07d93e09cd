// What a report says of an alarm: that one begins, that it stands no more, that there is none. Pure.
import type { DriftReport } from '../drift.ts';
import type { MonitorState, WatchState } from '../state.ts';

/** Card of `seed` mode: 2 of 3 checks open, 3 checks under 0.9 of the threshold close. */
const seedQuietChecks = 3;
const hysteresis = 0.9;

export function isQuiet(report: DriftReport): boolean {
  return report.mode === 'seed' && (report.score ?? 0) < hysteresis * report.threshold;
}

/** In mode `full` the evidence itself says when an alarm no longer stands. */
export function isOver({ quiet }: Pick<WatchState, 'quiet'>, report: DriftReport): boolean {
  return report.mode === 'seed' ? quiet >= seedQuietChecks : report.verdict !== 'drift';
}

export function calmState({ evidence }: DriftReport): MonitorState {
  if (evidence === null) return 'OK';
  if (evidence.suspected) return 'SUSPECTED';
  return evidence.learning !== null && evidence.learning.signals === evidence.signals ? 'LEARNING' : 'OK';
}

export function opens(state: Pick<WatchState, 'recent'>, report: DriftReport): boolean {
  return report.mode === 'full' || state.recent.filter(Boolean).length >= 2;
}
