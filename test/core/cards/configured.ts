// What holds, written by hand: a watch of each kind, settings from everywhere.
import type {
  ConfigResult,
  DigestPlan,
  SettingResult,
  WatchConfig,
} from '../../../core/ops/config-result.ts';
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
  replaced: { threshold: { value: 0.4, by: 'ada', at: noon }, policy: null, channel: null },
};

/** Nobody has decided upon it. */
export const plan: DigestPlan = {
  hour: 9,
  zone: 'Europe/Paris',
  channel: null,
  off: false,
  decided: null,
  next: noon + 68_400_000,
};

export const replacedPolicy: SettingResult = {
  setting: 'policy',
  watch: 'demo',
  before: 'auto',
  now: 'approve',
  own: 'auto',
  decided: { by: 'ada', at: noon },
};

export const configured: ConfigResult = {
  at: noon,
  service: { name: 'vigie', version: '0.1.0', node: 'v20.19.0', roles: ['bot', 'jobs'] },
  storage: 'mongodb',
  mlflow: true,
  notifier: 'discord',
  replaced: {
    channel: null,
    operators: { value: '22222,33333', by: 'ada', at: noon },
    admins: { value: '44444', by: 'ada', at: noon },
  },
  digest: plan,
  settings: [
    { name: 'MONGODB_URI', origin: 'secret file', set: true, value: null },
    { name: 'METRICS_TOKEN', origin: 'default', set: false, value: null },
    { name: 'RETRAIN_POLICY', origin: 'environment', set: true, value: 'approve' },
    { name: 'DISCORD_OPERATOR_ROLE_IDS', origin: 'environment', set: true, value: '11111' },
    { name: 'DISCORD_ADMIN_ROLE_IDS', origin: 'default', set: false, value: '' },
  ],
  watches: [
    demo,
    {
      ...demo,
      name: 'x1',
      champion: 'external',
      channel: null,
      mode: 'seed',
      origins: null,
      replaced: {
        threshold: null,
        policy: { value: 'shadow', by: 'bob', at: noon },
        channel: { value: '88888', by: 'bob', at: noon },
      },
    },
  ],
};

/** More than a card shows. */
export const manyConfigured = Array.from({ length: 18 }, () => demo);
