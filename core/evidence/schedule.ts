// The scheduled challenger: some drift is too slow to be proven, and more rows make a better model all the same. Pure.
import type { DriftReport } from '../drift.ts';
import type { RetrainOutcome } from '../retraining/outcome.ts';
import type { Schedule, WatchState } from '../state.ts';
import { cooldownAfter } from './cooldown.ts';
import { timeOf } from './monitor.ts';

type Scheduled = Pick<WatchState, 'schedule' | 'monitor' | 'lastReport'>;

const none: Schedule = { labelled: 0, rejections: 0, retryAt: null };

/** Counts labelled rows in that the evidence has just taken in. */
export function countLabelled<S extends Scheduled>(state: S, labelled: number): S {
  if (labelled === 0) return state;
  const { schedule = none } = state;
  return { ...state, schedule: { ...schedule, labelled: schedule.labelled + labelled } };
}

/** An incident has an answer of its own, and so has a champion on probation. */
const calm: readonly WatchState['monitor'][] = ['LEARNING', 'OK', 'SUSPECTED'];

/** Whether a challenger is due: `every` labelled rows have come since the last tournament. */
export function isChallengerDue(state: Scheduled, report: DriftReport, every: number | null): boolean {
  const { labelled, retryAt } = state.schedule ?? none;
  if (every === null || report.mode === 'seed' || labelled < every) return false;
  return calm.includes(state.monitor) && (retryAt === null || timeOf(report) >= retryAt);
}

/**
 * A tournament is over: its rows are counted no more, and one that came by schedule in vain makes the next one wait. One that
 * failed is as vain, or it would begin anew with every patrol.
 */
export function scheduleAfter<S extends Scheduled>(
  state: S,
  { result, trigger }: { result: RetrainOutcome['result'] | 'failed'; trigger: RetrainOutcome['trigger'] },
): S {
  if (result === 'promoted') return { ...state, schedule: none };
  const { schedule = none, lastReport } = state;
  if (trigger !== 'schedule' || result === 'proposed')
    return result === 'failed' ? state : { ...state, schedule: { ...schedule, labelled: 0 } };
  const rejections = schedule.rejections + 1;
  const retryAt = lastReport === null ? null : timeOf(lastReport) + cooldownAfter(rejections);
  return { ...state, schedule: { labelled: 0, rejections, retryAt } };
}
