// With what each route may refuse: the codes of core/errors.ts, and the ones only HTTP knows.
import { type ErrorCode, errorCodes } from '../../core/errors.ts';
import type { Scope } from '../../core/ops/operation.ts';
import { refusals } from '../errors.ts';
import type { Operation, Route } from '../route.ts';

export type Code = ErrorCode | keyof typeof refusals;
export const codes = { ...errorCodes, ...refusals };
export const codeNames = Object.keys(codes) as [Code, ...Code[]];

/** What may come of it when rows are read and learned from. */
const learning = [
  ...([
    'watch_busy',
    'cancelled',
    'conflict',
    'not_enough_data',
    'bad_data',
    'too_large',
    'not_found',
  ] as const),
  ...(['unsupported', 'upstream_unavailable', 'invalid_config'] as const),
] satisfies readonly ErrorCode[];
const served = ['no_champion', 'conflict', 'bad_data', 'invalid_config'] as const;

interface Needs {
  readonly scope: Scope;
  /** Beside those that every operation has. */
  readonly codes: readonly ErrorCode[];
}

const needs = (scope: Scope, ...named: readonly ErrorCode[]): Needs => ({ scope, codes: named });
const attending = needs('operate', 'unknown_watch', 'conflict');

/** Of the operations that have a route. */
export const needed: Readonly<Partial<Record<Operation, Needs>>> = {
  status: needs('read', 'unknown_watch'),
  drift: needs('read', 'unknown_watch'),
  report: needs('read', 'unknown_watch', 'not_found', 'not_enough_data', 'unsupported', ...served),
  check: needs('operate', 'unknown_watch', 'no_champion', ...learning),
  train: needs('operate', 'unknown_watch', 'champion_exists', ...learning),
  retrain: needs('operate', 'unknown_watch', 'no_champion', ...learning),
  cancel: needs('operate', 'unknown_watch', 'conflict'),
  rollback: needs('operate', 'unknown_watch', 'no_champion', ...learning),
  approve: needs('operate', 'unknown_watch', 'conflict'),
  reject: needs('operate', 'unknown_watch', 'conflict'),
  promote: needs('admin', 'unknown_watch', 'no_champion', ...learning),
  work: needs('read', 'not_found'),
  works: needs('read', 'unknown_watch'),
  models: needs('read', 'unknown_watch', 'not_found'),
  predict: needs('predict', 'unknown_watch', 'unsupported', ...served),
  label: needs('operate', 'unknown_watch'),
  observe: needs('operate', 'unknown_watch', 'unsupported', 'bad_data'),
  forget: needs('admin', 'unknown_watch', 'not_found'),
  history: needs('read', 'unknown_watch'),
  championAt: needs('read', 'unknown_watch'),
  digest: needs('read', 'unknown_watch'),
  incidents: needs('read', 'unknown_watch'),
  acknowledge: attending,
  snooze: attending,
  unsnooze: attending,
  resolve: attending,
  expected: needs('operate', 'unknown_watch', 'no_champion', ...learning),
  quarantine: needs('read', 'unknown_watch'),
  release: needs('operate', 'unknown_watch', 'no_champion', ...learning),
  discard: needs('operate', 'unknown_watch', 'not_found', 'conflict'),
  generate: needs('read', 'unknown_watch', 'unsupported'),
  simulate: needs('operate', 'unknown_watch', 'unsupported', 'conflict'),
  threshold: needs('operate', 'unknown_watch', 'conflict'),
  config: needs('admin', 'unknown_watch'),
  setConfig: needs('admin', 'unknown_watch', 'unsupported', 'upstream_unavailable'),
  resetConfig: needs('admin', 'unknown_watch', 'unsupported', 'conflict'),
  setDigest: needs('operate', 'unsupported', 'upstream_unavailable'),
  resetDigest: needs('operate', 'conflict'),
  testCard: needs('operate', 'unknown_watch'),
};

/** What may take minutes: it is begun as a job, once under its key. */
export const begun: ReadonlySet<string | null> = new Set(['check', 'train', 'retrain']);

const withBody = ['malformed_body', 'too_large', 'unsupported_media_type'] as const;
const ofOperations = ['forbidden', 'invalid_input', 'storage_unavailable'] as const;

/** Codes a route may answer with, by their status. */
export function refusalsOf(route: Route): ReadonlyMap<number, readonly Code[]> {
  const { operation, method, path, access } = route;
  const sends = method === 'POST' || method === 'PUT';
  const all = new Set<Code>([
    ...(access === 'open' ? [] : (['unauthorized'] as const)),
    ...(operation === null && access !== 'open' ? (['forbidden'] as const) : []),
    ...(operation === null ? [] : ofOperations),
    ...(sends ? withBody : []),
    ...(operation === null ? [] : (needed[operation]?.codes ?? [])),
    ...(operation === null && path.includes(':') ? (['not_found'] as const) : []),
    ...(begun.has(operation) ? (['idempotency_key_reused'] as const) : []),
    ...(['rate_limited', 'overloaded', 'internal'] as const),
  ]);
  const byStatus = new Map<number, Code[]>();
  for (const code of all) {
    const { status } = codes[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return new Map([...byStatus].sort(([one], [other]) => one - other));
}
