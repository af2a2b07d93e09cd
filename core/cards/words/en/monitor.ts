import type { Learning } from '../../../drift.ts';
import { numbers } from './numbers.ts';

const { count, counted, decimal, form, written } = numbers;

export const monitor = {
  name: 'The monitor',
  untried: 'There is too little history to try it on.',
  tried: (alarms: number, span: string) =>
    `On the last third of your reference this monitor would have alarmed ${counted(alarms, 'time')} in ${span}.`,
  noNumber: 'No number can prove drift yet.',
  noShift: (feature: string, rowsPerDay: number) =>
    `No shift of ${feature} can be proven in a day of about ${counted(rowsPerDay, 'row')}.`,
  shift: (feature: string, rowsPerDay: number, shift: number) =>
    `The smallest shift of ${feature} it can prove in a day of about ${counted(rowsPerDay, 'row')} is about ${decimal(shift, 1)} standard deviations.`,
  designed: (falseAlarms: number) =>
    `Designed for at most ${written(String(falseAlarms))} ${form(falseAlarms, 'false alarm')} a week on average, on data like your reference.`,
  learning: (still: number, signals: number) => {
    const which =
      still === signals
        ? `all ${count(signals)} signals`
        : `${count(still)} of ${counted(signals, 'signal')}`;
    return `Still learning: ${which}, which can raise a suspicion but no alarm.`;
  },
  because: (signals: number, reason: string, end: string) => `- ${count(signals)} because ${reason}: ${end}`,
  ends: {
    'few rows': 'more rows end it',
    'short history': 'more history ends it (the setting "cycle" says how long one is)',
    'restless history': 'a longer history may end it',
    'few labels': 'more labels end it',
  } as Record<Learning, string>,
  alarms: 'Alarms',
  ledger: (week: number, days90: number) => `${count(week)} this week, ${count(days90)} in 90 days`,
  expected: (expected: number) => `, ${count(expected)} marked expected`,
  budget: (falseAlarms: number) => `budget: at most ${written(String(falseAlarms))} false a week on average`,
};
