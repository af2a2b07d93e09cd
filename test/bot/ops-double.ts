// Operations that answer from a script and remember how they were called.
import { AppError } from '../../core/errors.ts';
import type { Quality } from '../../core/model.ts';
import type { Ops } from '../../core/ops/index.ts';
import type { ModelInfo } from '../../core/ops/models-result.ts';
import type { Caller, Person } from '../../core/ops/operation.ts';
import type { Clock, Logger, RunState } from '../../core/ports.ts';
import { batchInfo, discardedInfo, releasedInfo } from '../core/cards/batches.ts';
import { configured, replacedPolicy } from '../core/cards/configured.ts';
import { firing, noDrift } from '../core/cards/fixtures.ts';
import { moved } from '../core/cards/full-report.ts';
import { noon } from '../core/cards/moments.ts';
import { promoted } from '../core/cards/outcomes.ts';
import { statusOf } from '../core/cards/stati.ts';
import { ended } from '../core/cards/successions.ts';

export interface OpsDouble {
  readonly ops: Ops;
  /** Operation and input of every call, in order. */
  readonly calls: (readonly [operation: string, input: unknown])[];
}

const features = [
  { name: 'age', kind: 'numeric', example: 38.1 },
  { name: 'income', kind: 'numeric', example: 1200 },
  { name: 'zip', kind: 'categorical', example: '01234' },
  { name: 'home town', kind: 'categorical', example: 'Rome, IT' },
];

/** Version 3 serves, 2 served before, 1 was never measured. */
function versionsOf(baseline: Quality): ModelInfo[] {
  const info = {
    estimator: 'logistic',
    trigger: 'manual',
    trainedBy: 'ada',
    rows: 2_000,
    rejected: false,
  } as const;
  const run: RunState = { status: 'none' };
  return [
    { ...info, version: 3, serves: 'now', trainedAt: noon, baseline, run },
    { ...info, version: 2, serves: 'before', trainedAt: noon - 3_600_000, baseline, run },
    { ...info, version: 1, serves: null, trainedAt: noon - 7_200_000, baseline: null, trigger: 'first', run },
  ];
}

/** A watch `demo` that serves v3; `replies` replaces single operations. */
export function opsDouble(replies: Partial<Ops> = {}): OpsDouble {
  const calls: (readonly [string, unknown])[] = [];
  const answer =
    <O>(name: string, output: O) =>
    async (input: unknown): Promise<O> => {
      calls.push([name, input]);
      return output;
    };
  const attended = { watch: 'demo', incident: firing, done: true };
  const baseline = promoted.trial.champion;
  const ops: Ops = {
    status: answer('status', {
      ...statusOf([]),
      jobs: [{ name: 'patrol', lastRunAt: null, nextRunAt: noon, running: false, failure: null }],
    }),
    config: answer('config', configured),
    setConfig: answer('setConfig', replacedPolicy),
    resetConfig: answer('resetConfig', { ...replacedPolicy, now: 'auto', decided: null }),
    setDigest: answer('setDigest', configured.digest),
    resetDigest: answer('resetDigest', configured.digest),
    drift: answer('drift', {
      watch: 'demo',
      elsewhere: false,
      state: 'OK',
      report: noDrift,
      incident: null,
      ledger: { falseAlarmsPerWeek: 1, week: 0, days90: 0, expected: 0 },
      prospect: null,
      trend: [],
      timezone: 'UTC',
    }),
    report: answer('report', moved),
    check: answer('check', {
      watch: 'demo',
      checks: 1,
      rows: 50,
      report: noDrift,
      trained: false,
      waiting: null,
      retrain: null,
      repeated: false,
    }),
    patrol: refuse('patrol'),
    train: answer('train', {
      watch: 'demo',
      version: 1,
      elsewhere: false,
      baseline,
      rows: 2_000,
      prospect: null,
      run: { status: 'none' },
    }),
    retrain: async (input, _caller: Caller, progress) => {
      calls.push(['retrain', input]);
      progress?.({ id: 'challenging', window: 'last 500' }, 0.2);
      progress?.({ id: 'judging', rows: 200 }, 0.9);
      return { outcome: promoted, run: { status: 'queued' } };
    },
    predict: answer('predict', {
      watch: 'demo',
      version: 3,
      predictions: [{ id: 'p-1', label: 'yes', probabilities: { yes: 0.8, no: 0.2 } }],
      stored: true,
    }),
    label: answer('label', { watch: 'demo', stored: 1, unknown: [] }),
    observe: refuse('observe'),
    forget: refuse('forget'),
    approve: answer('approve', { watch: 'demo', from: 3, to: 2 }),
    reject: answer('reject', { watch: 'demo', version: 2, champion: 3, incident: null }),
    rollback: answer('rollback', { watch: 'demo', from: 3, to: 2 }),
    expected: answer('expected', {
      watch: 'demo',
      incident: 4,
      version: 8,
      rows: 120,
      referenceRows: 2_120,
    }),
    acknowledge: answer('acknowledge', attended),
    snooze: answer('snooze', attended),
    unsnooze: answer('unsnooze', attended),
    resolve: answer('resolve', attended),
    incidents: answer('incidents', { at: noon, watches: [{ watch: 'demo', incident: firing, past: [] }] }),
    testCard: answer('testCard', { watch: 'demo', notifier: 'discord', status: 'sent', reason: null }),
    digest: answer('digest', { at: noon, period: '24h', watches: [] }),
    postDigest: refuse('postDigest'),
    follow: refuse('follow'),
    openIncidents: async () => [4],
    heldBatches: async () => [2],
    promote: answer('promote', { watch: 'demo', from: 3, to: 2 }),
    models: answer('models', {
      watch: 'demo',
      elsewhere: false,
      timezone: 'UTC',
      versions: versionsOf(baseline),
    }),
    history: answer('history', {
      kind: 'retrains',
      watch: 'demo',
      timezone: 'UTC',
      lines: [],
      older: 'old',
      newer: null,
    }),
    championAt: answer('championAt', ended),
    threshold: answer('threshold', { watch: 'demo', before: 0.25, now: 0.4, own: 0.25 }),
    cancel: answer('cancel', { watch: 'demo', operation: 'retrain', by: 'bob', since: noon - 12_000 }),
    quarantine: answer('quarantine', { at: noon, watches: [{ watch: 'demo', batches: [batchInfo] }] }),
    release: answer('release', { watch: 'demo', batch: releasedInfo, state: 'OK' }),
    discard: answer('discard', { watch: 'demo', batch: discardedInfo, state: 'OK' }),
    generate: refuse('generate'),
    simulate: answer('simulate', { watch: 'demo', scenario: 'concept', strength: 1, from: noon }),
    deliver: refuse('deliver'),
    track: refuse('track'),
    logChecks: refuse('logChecks'),
    aliases: refuse('aliases'),
    tidy: refuse('tidy'),
    ...{ begin: refuse('begin'), work: refuse('work'), works: refuse('works') },
    watchNames: () => ['churn', 'demo'],
    chatDecisions: async () => ({ operators: ['501'], admins: [], channel: null, channels: {} }),
    versionsOf: async () => [3, 2, 1],
    featuresOf: async () => features,
    ...replies,
  };
  return { ops, calls };
}

function refuse(name: string) {
  return async (): Promise<never> => {
    throw new AppError('internal', `${name} was not expected`);
  };
}

export const still: Clock = { now: () => noon, sleep: async () => {} };
export const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {} };
export const ada: Person = { name: 'ada', via: 'shell', role: 'operator' };
