// Examples of what is asked of watches, models and the service.
import type { DigestPlan } from '../../../core/ops/config-result.ts';
import type { ModelInfo } from '../../../core/ops/models-result.ts';
import type { StatusResult, WatchStatus } from '../../../core/ops/results.ts';
import type { JobInfo } from '../../../core/ports.ts';
import { incident, quality, run } from './incident.ts';
import { day, hour, minute, noon } from './moments.ts';
import { driftReport } from './report.ts';

export const watchStatus: WatchStatus = {
  watch: 'shop',
  elsewhere: false,
  source: 'observed',
  mode: 'full',
  policy: 'auto',
  threshold: 0.25,
  state: 'ALARM',
  champion: { version: 3, trainedAt: noon - 20 * day, trigger: 'drift', baseline: quality, run },
  previous: 2,
  lastReport: driftReport,
  incident,
  approval: null,
  checks: 118,
  nextCheckAt: noon + 2 * minute,
  silentSince: null,
};

export const job: JobInfo = {
  name: 'patrol:shop',
  lastRunAt: noon,
  nextRunAt: noon + 2 * minute,
  running: false,
  failure: null,
};

const calm = { since: null, retrying: null, dead: null };

export const status: StatusResult = {
  at: noon,
  service: { name: 'vigie', version: '1.0.0', startedAt: noon - 3 * day, roles: ['bot', 'api', 'jobs'] },
  watches: [watchStatus],
  jobs: [job],
  storage: { kind: 'embedded', ok: true },
  mlflow: { configured: true, queued: 0 },
  notifications: { notifier: 'discord', waiting: 0, dead: 0, refused: [] },
  trouble: { cards: calm, runs: calm },
  gateway: { state: 'connected', problem: null, faults: 0 },
  nextDigestAt: noon + 20 * hour,
};

export const modelInfo: ModelInfo = {
  version: 3,
  serves: 'now',
  rejected: false,
  estimator: 'logistic',
  trigger: 'drift',
  trainedAt: noon - 20 * day,
  trainedBy: 'vigie',
  baseline: quality,
  rows: 2_000,
  run,
};

export const digestPlan: DigestPlan = {
  hour: 8,
  zone: 'Europe/Paris',
  channel: null,
  off: false,
  decided: { by: 'ada', at: noon },
  next: noon + 19 * hour,
};
