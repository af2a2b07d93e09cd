// What each operation answers, with an example of it; and the routes that answer with a part of that, or by themselves.
import * as z from 'zod';
import type { AuditEntry } from '../../core/audit.ts';
import type { SettingResult } from '../../core/ops/config-result.ts';
import type { CheckLine, HistoryResult } from '../../core/ops/history-result.ts';
import type { Operation, Result } from '../route.ts';
import { champion, championExample } from './champion.ts';
import * as drifts from './drift.ts';
import { incident, ledger, outcome, pastIncident, quality, run } from './examples/incident.ts';
import { hour, minute, noon } from './examples/moments.ts';
import { driftReport, prospect, fullReport as reported } from './examples/report.ts';
import { job, modelInfo, digestPlan as plan, status as stand, watchStatus } from './examples/watches.ts';
import { fullReport } from './full-report.ts';
import * as past from './history.ts';
import * as models from './models.ts';
import * as quarantines from './quarantine.ts';
import * as rows from './rows.ts';
import * as settings from './settings.ts';
import * as stati from './status.ts';
import { text, time } from './words.ts';
import * as works from './work.ts';

/** The schema of an answer, and one. */
export interface Told<T = unknown> {
  readonly schema: z.ZodType<T>;
  readonly example: T;
}

const shop = { watch: 'shop' };
const now = { at: noon, by: 'ada' };
const page = { older: '108', newer: null, timezone: 'Europe/Paris' };
const switched = { ...shop, from: 3, to: 2 };
const freed = { ...quarantines.batchExample, ...now, lasting: false, status: 'released' } as const;
const attended = { schema: drifts.attended, example: { ...shop, incident, done: true } };

const checkLine: CheckLine = {
  ...{ number: 118, at: noon, version: 3, verdict: 'drift', grade: 'large' },
  ...{ score: 0.34, threshold: 0.25, newRows: 50 },
};
const checkPage: HistoryResult = { kind: 'checks', ...shop, ...page, lines: [checkLine] };
const auditLine: AuditEntry = {
  ...{ ...now, person: null, via: 'http', operation: 'threshold', watch: 'shop', args: { value: 0.4 } },
  ...{ outcome: 'ok', ms: 3, traffic: false, led: { incident: null, version: null, run: null } },
};
const setting: SettingResult = {
  ...{ setting: 'policy', watch: 'shop', before: 'auto', now: 'approve', own: 'auto' },
  decided: now,
};

/** Of the operations that have a route. */
export const answers = {
  status: { schema: stati.status, example: stand },
  drift: {
    schema: drifts.drift,
    example: {
      ...{ ...shop, elsewhere: false, state: 'ALARM', report: driftReport, incident, ledger, prospect },
      trend: [{ at: noon, score: 0.34, accuracy: null, estimate: 0.86, version: 3, verdict: 'drift' }],
      timezone: 'Europe/Paris',
    },
  },
  report: { schema: fullReport, example: reported },
  check: {
    schema: drifts.check,
    example: {
      ...{ ...shop, checks: 1, rows: 50, report: driftReport, trained: false },
      ...{ waiting: null, retrain: null, repeated: false },
    },
  },
  train: {
    schema: models.trained,
    example: { ...shop, version: 1, elsewhere: false, baseline: quality, rows: 2_000, prospect, run },
  },
  retrain: { schema: models.retrained, example: { outcome, run } },
  cancel: {
    schema: models.cancelled,
    example: { ...shop, operation: 'retrain', by: 'otto', since: noon - minute },
  },
  rollback: { schema: models.switched, example: switched },
  approve: { schema: models.switched, example: { ...shop, from: 3, to: 4 } },
  reject: { schema: models.declined, example: { ...shop, version: 4, champion: 3, incident: 12 } },
  promote: { schema: models.switched, example: { ...shop, from: 3, to: 4 } },
  models: {
    schema: models.models,
    example: { ...shop, elsewhere: false, timezone: 'Europe/Paris', versions: [modelInfo] },
  },
  predict: {
    schema: rows.predicted,
    example: {
      ...{ ...shop, version: 3, stored: true },
      predictions: [{ id: 'c0ffee42', label: 'yes', probabilities: { no: 0.17, yes: 0.83 } }],
    },
  },
  label: { schema: rows.labelled, example: { ...shop, stored: 1, unknown: [] } },
  observe: { schema: rows.observed, example: { ...shop, stored: 1, known: 0, labels: 0 } },
  forget: {
    schema: rows.forgotten,
    example: { ...shop, id: 'order-1042', observation: true, label: false, references: [3] },
  },
  history: { schema: past.history, example: checkPage },
  championAt: { schema: champion, example: championExample },
  digest: {
    schema: settings.digest,
    example: {
      ...{ at: noon, period: '24h' },
      watches: [
        {
          ...{ ...shop, checks: 720, rows: 36_000, drifted: 4, incidents: 1 },
          ...{ acknowledgedAfter: 5 * minute, resolvedAfter: 2 * hour, open: null },
          ...{ promotions: 1, rejections: 0, accuracy: { first: 0.82, last: 0.9 }, ledger },
        },
      ],
    },
  },
  incidents: {
    schema: drifts.incidents,
    example: { at: noon, watches: [{ ...shop, incident, past: [pastIncident] }] },
  },
  acknowledge: attended,
  snooze: attended,
  unsnooze: attended,
  resolve: attended,
  expected: {
    schema: drifts.expected,
    example: { ...shop, incident: 7, version: 4, rows: 120, referenceRows: 2_120 },
  },
  quarantine: {
    schema: quarantines.quarantine,
    example: { at: noon, watches: [{ ...shop, batches: [quarantines.batchExample] }] },
  },
  release: { schema: quarantines.decided, example: { ...shop, batch: freed, state: 'OK' } },
  discard: {
    schema: quarantines.decided,
    example: { ...shop, batch: { ...freed, status: 'discarded' }, state: 'OK' },
  },
  generate: {
    schema: rows.generated,
    example: { watch: 'demo', columns: ['x', 'label'], rows: [[0.53, 'yes']] },
  },
  simulate: {
    schema: rows.simulated,
    example: { watch: 'demo', scenario: 'covariate', strength: 1, from: noon },
  },
  threshold: { schema: settings.threshold, example: { ...shop, before: 0.25, now: 0.4, own: 0.25 } },
  config: {
    schema: settings.config,
    example: {
      ...{ at: noon, storage: 'embedded', mlflow: true, notifier: 'discord', digest: plan },
      service: { name: 'vigie', version: '1.0.0', node: 'v24.11.0', roles: ['bot', 'api', 'jobs'] },
      settings: [{ name: 'PORT', origin: 'environment', set: true, value: '8000' }],
      replaced: { channel: null, operators: null, admins: null },
      watches: [],
    },
  },
  setConfig: { schema: settings.setting, example: setting },
  resetConfig: {
    schema: settings.setting,
    example: { ...setting, before: 'approve', now: 'auto', decided: null },
  },
  setDigest: { schema: settings.digestPlan, example: plan },
  resetDigest: { schema: settings.digestPlan, example: { ...plan, decided: null } },
  testCard: {
    schema: settings.testCard,
    example: { ...shop, notifier: 'discord', status: 'sent', reason: null },
  },
} satisfies { readonly [K in Operation]?: Told<Result<K>> };

const told = (schema: z.ZodType, example: unknown): Told => ({ schema, example });

const info = {
  ...{ id: 'c0ffee42', operation: 'retrain', ...shop, by: 'otto', request: 'c0ffee41', state: 'running' },
  ...{ requestedAt: noon, endedAt: null, step: { id: 'training', rows: 2_000 }, share: 0.4, error: null },
};

/** Of work that goes on when its request is answered. */
export const running = told(works.work, { ...info, result: null });

/** Of the routes that answer otherwise than their operation. */
export const partial: Readonly<Record<string, Told>> = {
  'GET /models/:version': told(models.model, { ...shop, timezone: 'Europe/Paris', ...modelInfo }),
  'GET /watches': told(
    z.strictObject({ at: time('Now.'), watches: z.array(stati.watchStatus) }).meta({ id: 'Watches' }),
    { at: noon, watches: [watchStatus] },
  ),
  'GET /watches/:watch': told(stati.watchStatus, watchStatus),
  'GET /watches/:watch/checks': told(past.checks, checkPage),
  'GET /audit': told(past.acts, { kind: 'audit', ...shop, ...page, lines: [auditLine] }),
  'GET /jobs': told(works.jobs, { jobs: [job], work: [info] }),
  'GET /jobs/:id': told(works.work, { ...info, result: null }),
  'GET /health/live': told(z.strictObject({ status: z.literal('ok') }), { status: 'ok' }),
  'GET /health/ready': told(
    z
      .strictObject({
        status: z.enum(['ok', 'unavailable']),
        checks: z
          .record(z.string(), z.unknown())
          .meta({ description: 'Each thing it needs, and how that stands.' }),
      })
      .meta({ id: 'Readiness' }),
    { status: 'ok', checks: { storage: 'ok' } },
  ),
  'GET /openapi.json': told(z.looseObject({ openapi: z.literal('3.1.0') }), { openapi: '3.1.0' }),
  'GET /': told(
    z.strictObject({
      name: text('vigie'),
      routes: z.array(
        z.strictObject({ method: text('GET'), path: text('/status'), about: text('What it does.') }),
      ),
    }),
    { name: 'vigie', routes: [{ method: 'GET', path: '/status', about: 'Watches, jobs, storage, queues.' }] },
  ),
};

/** What is no JSON of ours, by route: media types, each with an example. */
export const texts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'GET /history': { 'text/csv': 'number,at,version,verdict\r\n118,2026-11-25T12:00:00.000Z,3,drift\r\n' },
  'GET /metrics': { 'text/plain': 'ml_drift_detected{model="shop"} 1\n' },
  'GET /docs': { 'text/html': '<!doctype html>' },
  'GET /docs/:file': {
    'text/javascript': "'use strict';",
    'text/css': '.swagger-ui {}',
    'image/png': '(bytes)',
  },
};
