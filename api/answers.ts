// What a route makes of its operation's result where it does not pass it on as it is. Pure.
import { AppError } from '../core/errors.ts';
import { csvOf } from '../core/ops/history-csv.ts';
import type { HistoryResult } from '../core/ops/history-result.ts';
import type { ModelsResult } from '../core/ops/models-result.ts';
import type { Answer, Input } from './route.ts';

/** @throws AppError `not_found` for a version that is not kept */
export function modelAnswer({ watch, timezone, versions }: ModelsResult, { version }: Input): Answer {
  const found = versions.find((each) => each.version === version);
  if (found !== undefined) return { value: { watch, timezone, ...found } };
  throw new AppError('not_found', `Watch "${watch}" keeps no version ${String(version)}.`, {
    remedy: 'See GET /models.',
  });
}

/** @throws AppError `invalid_input` for a format there is none of */
export function historyAnswer(result: HistoryResult, { format = 'json' }: Input): Answer {
  if (format === 'json') return { value: result };
  if (format === 'csv') return { value: csvOf(result), type: 'text/csv; charset=utf-8' };
  const fault = { path: 'format', message: 'use json or csv' };
  throw new AppError('invalid_input', `format: ${fault.message}`, { faults: [fault] });
}
