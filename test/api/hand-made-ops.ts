// Operations made by hand: as plain as they can be, and they record how they were called.
import type { Ops } from '../../core/ops/index.ts';
import { type Caller, type Run, requireScope, type Scope } from '../../core/ops/operation.ts';
import type { WorkResult } from '../../core/ops/work-result.ts';
import { discardedInfo, releasedInfo } from '../core/cards/batches.ts';
import { configured, plan, replacedPolicy } from '../core/cards/configured.ts';
import { firing } from '../core/cards/fixtures.ts';
import { moved } from '../core/cards/full-report.ts';
import { statusOf } from '../core/cards/stati.ts';

export interface Called {
  readonly operation: string;
  readonly input: unknown;
  readonly caller: Caller;
}

export const status = statusOf([]);
const quality = { rows: 300, accuracy: 0.9, logLoss: 0.3, auc: 0.95 };
const none = { status: 'none' } as const;
const outcome = {
  watch: 'demo',
  trigger: 'api',
  by: 'otto',
  result: 'rejected',
  championBefore: 1,
  version: null,
  candidates: [],
  trial: {
    holdoutRows: 200,
    champion: quality,
    challenger: quality,
    championOnly: 3,
    challengerOnly: 4,
    p: 0.5,
    alpha: 0.05,
    promote: false,
  },
  startedAt: 1,
  endedAt: 2,
  intent: null,
} as const;

/** Version 3, the only one. */
const kept = {
  version: 3,
  serves: 'now',
  rejected: false,
  estimator: 'logistic',
  trigger: 'manual',
  trainedAt: 1,
  trainedBy: 'otto',
  baseline: quality,
  rows: 300,
  run: none,
} as const;

const trained = {
  watch: 'demo',
  version: 1,
  elsewhere: false,
  baseline: quality,
  rows: 300,
  prospect: null,
  run: none,
} as const;

/** Work of otto's that runs. */
export const workOf = (operation: string): WorkResult => ({
  id: 'work-1',
  operation,
  watch: 'demo',
  by: 'otto',
  request: 'id-1',
  state: 'running',
  requestedAt: 1,
  endedAt: null,
  step: null,
  share: 0,
  result: null,
  error: null,
});

/** What each operation answers, and to whom: as plain as it can be. */
const unserved = {
  ...{ at: 1, elsewhere: false, recorded: true, version: null, since: null, until: null },
  ...{ change: null, brought: null, next: null, model: null, run: { status: 'none' as const } },
};

export function handMadeOps(calls: Called[]): Ops {
  const op =
    <O>(operation: string, scope: Scope, result: O): Run<O> =>
    async (input, caller) => {
      requireScope(caller, scope, operation);
      // The id of the request is another one each time.
      const { request: _request, left: _left, ...who } = caller;
      calls.push({ operation, input, caller: who });
      return result;
    };
  const here = { watch: 'demo', timezone: 'UTC' };
  const attended = { watch: 'demo', incident: firing, done: true };
  const patrol = {
    watch: 'demo',
    checks: 1,
    rows: 100,
    report: null,
    trained: false,
    waiting: null,
    retrain: null,
    repeated: false,
  };
  const lasting = {
    check: op<unknown>('check', 'operate', patrol),
    train: op<unknown>('train', 'operate', trained),
    retrain: op<unknown>('retrain', 'operate', { outcome, run: none }),
  };
  return {
    begin: async ({ operation, input }, caller) => {
      const result = await lasting[operation](input, caller);
      return {
        work: { ...workOf(operation), state: 'succeeded', share: 1, endedAt: 2, result },
        replayed: false,
      };
    },
    work: op('work', 'read', workOf('retrain')),
    works: op('works', 'read', { work: [] }),
    status: op('status', 'read', status),
    config: op('config', 'admin', configured),
    setConfig: op('setConfig', 'admin', replacedPolicy),
    resetConfig: op('resetConfig', 'admin', replacedPolicy),
    setDigest: op('setDigest', 'operate', plan),
    resetDigest: op('resetDigest', 'operate', plan),
    drift: op('drift', 'read', {
      watch: 'demo',
      elsewhere: false,
      state: 'OK',
      report: null,
      incident: null,
      ledger: { falseAlarmsPerWeek: 1, week: 0, days90: 0, expected: 0 },
      prospect: null,
      trend: [],
      timezone: 'UTC',
    }),
    report: op('report', 'read', moved),
    check: op('check', 'operate', patrol),
    patrol: op('patrol', 'operate', patrol),
    train: op('train', 'operate', trained),
    retrain: op('retrain', 'operate', { outcome, run: none }),
    predict: op('predict', 'predict', {
      watch: 'demo',
      version: 1,
      predictions: [{ id: 'p1', label: 'yes', probabilities: { yes: 0.75, no: 0.25 } }],
      stored: true,
    }),
    label: op('label', 'operate', { watch: 'demo', stored: 1, unknown: [] }),
    observe: op('observe', 'operate', { watch: 'demo', stored: 1, known: 0, labels: 0 }),
    forget: op('forget', 'admin', {
      watch: 'demo',
      id: 'a',
      observation: true,
      label: false,
      references: [],
    }),
    approve: op('approve', 'operate', { watch: 'demo', from: 1, to: 2 }),
    reject: op('reject', 'operate', { watch: 'demo', version: 2, champion: 1, incident: null }),
    rollback: op('rollback', 'operate', { watch: 'demo', from: 2, to: 1 }),
    expected: op('expected', 'operate', {
      watch: 'demo',
      incident: 1,
      version: 3,
      rows: 120,
      referenceRows: 720,
    }),
    promote: op('promote', 'admin', { watch: 'demo', from: 1, to: 2 }),
    models: op('models', 'read', { ...here, elsewhere: false, versions: [kept] }),
    history: op('history', 'read', { ...here, kind: 'checks', lines: [], older: null, newer: null }),
    championAt: op('championAt', 'read', { ...here, ...unserved }),
    threshold: op('threshold', 'operate', { watch: 'demo', before: 0.25, now: 0.4, own: 0.25 }),
    cancel: op('cancel', 'operate', { watch: 'demo', operation: 'retrain', by: 'bob', since: 1 }),
    quarantine: op('quarantine', 'read', { at: 0, watches: [] }),
    release: op('release', 'operate', { watch: 'demo', batch: releasedInfo, state: 'OK' }),
    discard: op('discard', 'operate', { watch: 'demo', batch: discardedInfo, state: 'OK' }),
    generate: op('generate', 'read', { watch: 'demo', columns: ['a', 'label'], rows: [[0.5, 'yes']] }),
    simulate: op('simulate', 'operate', { watch: 'demo', scenario: 'covariate', strength: 1, from: 5 }),
    deliver: op('deliver', 'operate', { done: 0 }),
    logChecks: op('logChecks', 'operate', { done: 0 }),
    ...{ track: op('track', 'operate', { done: 0 }), aliases: op('aliases', 'operate', { done: 0 }) },
    tidy: op('tidy', 'operate', { versions: 0, snapshots: 0, runs: 0 }),
    acknowledge: op('acknowledge', 'operate', attended),
    snooze: op('snooze', 'operate', attended),
    unsnooze: op('unsnooze', 'operate', attended),
    resolve: op('resolve', 'operate', attended),
    incidents: op('incidents', 'read', { at: 0, watches: [] }),
    testCard: op('testCard', 'operate', { watch: 'demo', notifier: null, status: 'due', reason: null }),
    digest: op('digest', 'read', { at: 0, period: '24h', watches: [] }),
    postDigest: op('postDigest', 'operate', { told: false }),
    follow: op('follow', 'operate', { done: 0 }),
    openIncidents: async () => [],
    watchNames: () => ['demo'],
    chatDecisions: async () => ({ operators: null, admins: [], channel: null, channels: {} }),
    ...{ versionsOf: async () => [], featuresOf: async () => [], heldBatches: async () => [] },
  };
}
