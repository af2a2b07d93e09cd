import type { Origin } from '../../../ops/config-result.ts';
import { numbers } from './numbers.ts';

const { counted } = numbers;

export const config = {
  title: '⚙️ What holds, and who decided it',
  noSecrets: 'Secrets are named and never shown.',
  hidden: (watches: number) => `${counted(watches, 'more watch', 'more watches')} not shown; one alone: `,
  storage: 'Storage',
  configured: 'configured',
  notConfigured: 'not configured',
  notifier: 'Cards go to',
  source: (kind: string) => `source ${kind}`,
  trained: (estimator: string) => `trained here (${estimator})`,
  external: 'served elsewhere',
  mode: 'mode',
  policy: 'policy',
  threshold: 'threshold',
  replacedBy: ', set by ',
  insteadOf: ' instead of ',
  budget: (alarms: string) => `false alarms a week: ${alarms}`,
  window: (rows: string) => `window of ${rows} rows`,
  every: (span: string) => `a check every ${span}`,
  zone: 'time zone',
  channel: 'channel',
  generalChannel: 'the one of all',
  operators: 'Operators',
  admins: 'Admins',
  manageServer: 'who has Manage Server',
  also: ' and ',
  general: 'Channel of all',
  digest: 'Digest',
  changed: 'Not the default',
  secrets: 'Secrets',
  set: (origin: string) => `set (${origin})`,
  notSet: 'not set',
  origins: {
    'watches file': 'watches file',
    'secret file': 'secret file',
    environment: 'environment',
    default: 'default',
  } as Record<Origin, string>,
};
