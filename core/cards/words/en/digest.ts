import { numbers } from './numbers.ts';

const { count, counted } = numbers;

export const digest = {
  title: { '24h': 'Digest of the last 24 hours', '7d': 'Digest of the last 7 days' },
  calm: 'No incident is open.',
  open: (open: number) => `${counted(open, 'watch', 'watches')} with an open incident.`,
  more: (hidden: number) => ` ${count(hidden)} more ${hidden === 1 ? 'is' : 'are'} not shown: name one.`,
  checks: (checks: number, rows: number, drifted: number) =>
    `${counted(checks, 'check')}, ${counted(rows, 'row')}, drift in ${count(drifted)}`,
  incidents: (incidents: number) => counted(incidents, 'incident'),
  acknowledged: (after: string) => `acknowledged after ${after} on average`,
  resolved: (after: string) => `resolved after ${after} on average`,
  stillOpen: (number: number) => `open: #${number}, since `,
  retrainings: (promotions: number, rejections: number) =>
    `retrainings: ${count(promotions)} promoted, ${count(rejections)} kept out`,
  accuracy: (first: string, last: string, change: string) => `accuracy ${first} -> ${last} (${change})`,
  alarms: (alarms: string, expected: number) => `alarms: ${alarms}, ${count(expected)} of them expected`,
  budget: (budget: string) => `at most ${budget} false a week by design`,
};
