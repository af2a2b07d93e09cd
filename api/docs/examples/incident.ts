// Examples of an incident, of the retraining that ended it, and of what is told of both.
import type { Quality } from '../../../core/model.ts';
import type { Incident, Ledger } from '../../../core/news.ts';
import type { RunState } from '../../../core/ports.ts';
import type { RetrainOutcome } from '../../../core/retraining/outcome.ts';
import type { PastIncident } from '../../../core/state.ts';
import { day, hour, minute, noon } from './moments.ts';
import { driftReport } from './report.ts';

export const quality: Quality = { rows: 2_000, accuracy: 0.91, logLoss: 0.24, auc: 0.96 };
export const run: RunState = { status: 'queued' };

export const outcome: RetrainOutcome = {
  watch: 'shop',
  trigger: 'api',
  by: 'otto',
  result: 'promoted',
  championBefore: 3,
  version: 4,
  candidates: [{ window: 'last 500', rows: 500, quality: { ...quality, rows: 240, accuracy: 0.9 } }],
  trial: {
    holdoutRows: 240,
    champion: { ...quality, rows: 240, accuracy: 0.82 },
    challenger: { ...quality, rows: 240, accuracy: 0.9 },
    championOnly: 6,
    challengerOnly: 25,
    p: 0.00044,
    alpha: 0.05,
    promote: true,
  },
  startedAt: noon + 10 * minute,
  endedAt: noon + 10 * minute + 900,
  intent: 'shop:retrain:4',
};

export const incident: Incident = {
  id: 'shop:7',
  number: 7,
  openedAt: noon - minute,
  phase: 'firing',
  resolution: null,
  opened: driftReport,
  latest: driftReport,
  retrain: null,
  rejections: 0,
  retryAt: null,
  acknowledged: { by: 'otto', at: noon + 5 * minute, note: 'looking at the import' },
  snoozed: null,
  fired: 1,
  calledAt: noon,
  reminded: 0,
  closedAt: null,
  revision: 2,
};

export const pastIncident: PastIncident = {
  number: 6,
  firedAt: noon - 9 * day,
  acknowledgedAt: noon - 9 * day + 4 * minute,
  closedAt: noon - 9 * day + 2 * hour,
  resolution: 'promoted',
  fired: 1,
};

export const ledger: Ledger = { falseAlarmsPerWeek: 1, week: 1, days90: 7, expected: 2 };
