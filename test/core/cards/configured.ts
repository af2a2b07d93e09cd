// What holds, written by hand: a watch of each kind, settings from everywhere.
import type { ConfigResult, WatchConfig } from '../../../core/ops/config-result.ts';
import { noon } from './moments.ts';

const origins = {
  timezone: 'default',
  policy: 'environment',
  mode: 'watches file',
  threshold: 'watches file',
  falseAlarmsPerWeek: 'default',
} as const;

const demo: WatchConfig = {
  name: 'demo',
  timezone: 'UTC',
  window: 2_000,
  policy: 'approve',
  mode: 'full',
  threshold: 0.25,
  falseAlarmsPerWeek: 1,
  cadenceMinutes: 2,
  estimator: 'logistic',
  channel: '77777',
  champion: 'trained',
  source: 'file',
  origins,
  override: { value: 0.4, by: 'ada', at: noon },
};

export const configured: ConfigResult = {
  at: noon,
  service: { name: 'vigie', version: '0.1.0', node: 'v20.19.0', roles: ['bot', 'jobs'] },
  storage: 'mongodb',
  mlflow: true,
  notifier: 'discord',
  settings: [
    { name: 'MONGODB_URI', origin: 'secret file', set: true, value: null },
    { name: 'METRICS_TOKEN', origin: 'default', set: false, value: null },
    { name: 'RETRAIN_POLICY', origin: 'environment', set: true, value: 'approve' },
    { name: 'DISCORD_OPERATOR_ROLE_IDS', origin: 'environment', set: true, value: '11111' },
    { name: 'DISCORD_ADMIN_ROLE_IDS', origin: 'default', set: false, value: '' },
  ],
  watches: [
    demo,
    { ...demo, name: 'x1', champion: 'external', channel: null, override: null, mode: 'seed', origins: null },
  ],
};

/** More than a card shows. */
export const manyConfigured = Array.from({ length: 18 }, () => demo);
