// What a report says of an alarm: that one begins, that it stands no more, that there is none. Pure.
import type { DriftReport } from '../drift.ts';
import type { MonitorState, WatchState } from '../state.ts';
import { quietChecks } from './gather.ts';

/** Card of `seed` mode: 2 of 3 checks open, 3 checks under 0.9 of the threshold close. */
const seedQuietChecks = 3;
const hysteresis = 0.9;

export function isQuiet(report: DriftReport): boolean {
  return report.mode === 'seed' && (report.score ?? 0) < hysteresis * report.threshold;
}

/**
 * In mode `full` the evidence itself says when an alarm no longer stands. Evidence that began anew, for a version that
 * serves again, has to be as quiet first.
 */
export function isOver(
  { quiet, evidence }: Pick<WatchState, 'quiet' | 'evidence'>,
  report: DriftReport,
): boolean {
  if (report.mode === 'seed') return quiet >= seedQuietChecks;
  return report.verdict !== 'drift' && (evidence === null || evidence.quiet >= quietChecks);
}

/** Without an alarm. */
export function calmState(
  { probation }: Pick<WatchState, 'probation'>,
  { evidence }: DriftReport,
): MonitorState {
  if (probation != null) return 'PROBATION';
  if (evidence === null) return 'OK';
  if (evidence.suspected) return 'SUSPECTED';
  return evidence.learning !== null && evidence.learning.signals === evidence.signals ? 'LEARNING' : 'OK';
}

export function opens(state: Pick<WatchState, 'recent'>, report: DriftReport): boolean {
  return report.mode === 'full' || state.recent.filter(Boolean).length >= 2;
}
