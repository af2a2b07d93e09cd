// States of a watch as reports make them, for the tests of the monitor.
import type { DriftReport } from '../../../core/drift.ts';
import { observe } from '../../../core/evidence/monitor.ts';
import type { Incident } from '../../../core/news.ts';
import type { RetrainOutcome } from '../../../core/retraining/outcome.ts';
import { firstState, type WatchState } from '../../../core/state.ts';
import { reportOf } from '../../contracts/samples.ts';

export const minute = 60_000;
export const start: WatchState = { ...firstState('shop', 0), champion: 1, monitor: 'OK' };

/** A report as the next check of `state` would make it, two minutes after the last. */
export function next(state: WatchState, known: Partial<DriftReport> = {}): DriftReport {
  const number = state.checks + 1;
  return reportOf({
    watch: 'shop',
    number,
    at: number * 2 * minute,
    rowsUntil: number * 2 * minute,
    ...known,
  });
}

export const ok = { verdict: 'ok', grade: 'none', score: 0.05 } as const;
export const large = { verdict: 'drift', grade: 'large', score: 0.5 } as const;
export const small = { verdict: 'drift', grade: 'small', score: 0.1 } as const;
export const nothing = { verdict: 'insufficient_data', grade: 'none', score: null } as const;

export function seeing(state: WatchState, ...reports: Partial<DriftReport>[]): WatchState {
  return reports.reduce((now: WatchState, known) => observe(now, next(now, known)), state);
}

export const many = (count: number, known: Partial<DriftReport>) =>
  Array.from({ length: count }, () => known);

export function incidentOf(state: WatchState): Incident {
  if (state.incident === null) throw new Error('expected an incident');
  return state.incident;
}

export function outcome(result: 'promoted' | 'rejected', version: number | null = null): RetrainOutcome {
  const quality = { rows: 200, accuracy: 0.9, logLoss: 0.3, auc: null };
  return {
    watch: 'shop',
    trigger: 'drift',
    by: 'vigie',
    result,
    championBefore: 1,
    version,
    candidates: [],
    trial: {
      holdoutRows: 200,
      champion: quality,
      challenger: quality,
      championOnly: 3,
      challengerOnly: 9,
      p: 0.07,
      alpha: 0.2,
      promote: result === 'promoted',
    },
    startedAt: 0,
    endedAt: 0,
    intent: null,
  };
}
