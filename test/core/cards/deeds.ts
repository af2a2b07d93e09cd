// What was done and what days came to, as histories and digests hold it, written by hand.
import type { AuditEntry } from '../../../core/audit.ts';
import type { WatchDigest } from '../../../core/news.ts';
import type { CheckLine, IncidentLine, RetrainLine } from '../../../core/ops/history-result.ts';
import { logged } from './fixtures.ts';
import { noon } from './moments.ts';
import { promoted } from './outcomes.ts';

const at = Date.UTC(2026, 0, 5, 9, 30);

export const deed: AuditEntry = {
  at,
  by: 'ada',
  person: '81',
  via: 'discord',
  operation: 'promote',
  watch: 'demo',
  args: { version: 2, reason: 'safer' },
  outcome: 'ok',
  ms: 12,
  traffic: false,
  led: { incident: null, version: 2, run: null },
};

export const checkLine: CheckLine = {
  number: 7,
  at,
  version: 3,
  newRows: 1_200,
  score: 0.314,
  threshold: 0.25,
  verdict: 'drift',
  grade: 'small',
};

const { trial, trigger, by, championBefore, version } = promoted;
export const retraining: RetrainLine = {
  ...{ trial, trigger, by, championBefore, version, failure: null },
  key: 'k',
  watch: 'demo',
  startedAt: at,
  endedAt: at,
  result: 'promoted',
  run: logged,
};

export const incidentLine: IncidentLine = {
  number: 3,
  firedAt: at,
  closedAt: at,
  resolution: 'rolled_back',
  fired: 2,
  takenBy: 'ada',
};

/** A day with two incidents, one of them open. */
export const busy: WatchDigest = {
  watch: 'demo',
  checks: 720,
  rows: 36_000,
  drifted: 4,
  incidents: 2,
  acknowledgedAfter: 4 * 60_000,
  resolvedAfter: 65 * 60_000,
  open: { number: 7, since: noon, owner: null },
  promotions: 1,
  rejections: 2,
  accuracy: { first: 0.931, last: 0.912 },
  ledger: { falseAlarmsPerWeek: 1, week: 2, days90: 9, expected: 3 },
};

/** A day without one. */
export const calm: WatchDigest = {
  ...busy,
  watch: 'shop',
  incidents: 0,
  acknowledgedAfter: null,
  resolvedAfter: null,
  open: null,
  accuracy: null,
  ledger: { falseAlarmsPerWeek: null, week: 0, days90: 0, expected: 0 },
};
