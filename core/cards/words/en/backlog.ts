import type { Rich } from '../../card.ts';
import { numbers } from './numbers.ts';

const { count, counted } = numbers;

export const backlog = {
  done: (watch: string) => `📚 Caught up - ${watch}`,
  going: (watch: string) => `⏳ Catching up - ${watch}`,
  summary: ({ rows, checks, alarms }: { rows: number; checks: number; alarms: number }) => {
    const drift =
      alarms === 0 ? 'No drift was proven in them.' : `Drift was proven ${counted(alarms, 'time')} in them.`;
    return `${counted(rows, 'row')} in ${counted(checks, 'check')}, as if each had been made in its time. ${drift}`;
  },
  alarms: 'Alarms',
  reference: 'Reference',
  served: (version: number) => `v${version}, served elsewhere`,
  challengers: 'Challengers',
  came: (promoted: number, rejected: number) => `${count(promoted)} promoted, ${count(rejected)} kept out`,
  serving: 'Now serving',
  rowsFrom: 'Rows from',
  until: ' until ',
  next: (command: string): Rich => ['see the newest report with ', { code: command }],
};
