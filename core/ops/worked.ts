// How a piece of work stands, as it is told. Pure.
import type { Work } from '../work.ts';
import type { WorkInfo, WorkResult } from './work-result.ts';

/** Runs, and its process lives. */
export const isRunning = ({ state, aliveUntil }: Pick<Work, 'state' | 'aliveUntil'>, now: number): boolean =>
  state === 'running' && aliveUntil > now;

export function workInfo(work: Omit<Work, 'result'>, now: number): WorkInfo {
  const { id, operation, watch, by, request, requestedAt, endedAt, step, share, error } = work;
  const state = work.state === 'running' && !isRunning(work, now) ? 'interrupted' : work.state;
  return { id, operation, watch, by, request, state, requestedAt, endedAt, step, share, error };
}

export function workResult(work: Work, now: number): WorkResult {
  return { ...workInfo(work, now), result: work.result === null ? null : JSON.parse(work.result) };
}
