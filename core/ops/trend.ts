// A check as a line over time shows it. Pure.
import type { DriftReport } from '../drift.ts';
import type { TrendPoint } from './results.ts';

export function trendPoint({
  at,
  rowsUntil,
  score,
  performance,
  estimate,
  version,
  verdict,
}: DriftReport): TrendPoint {
  const accuracy = performance?.accuracy ?? null;
  return { at: rowsUntil ?? at, score, accuracy, estimate: estimate?.accuracy ?? null, version, verdict };
}
