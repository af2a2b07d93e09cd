// What the monitor of a champion promises, what it has to learn first, and what it has said so far. Pure.
import type { Learning, Prospect } from '../drift.ts';
import type { Ledger } from '../news.ts';
import { across, beside, type Field } from './card.ts';
import { learningWords } from './drift-parts.ts';
import { count, counted, decimal, duration } from './numbers.ts';

const dayMs = 86_400_000;

/** In sentences, one a line: tried on the own history, the smallest change it can prove, what it still learns. */
export function monitorField(prospect: Prospect | null): Field[] {
  if (prospect === null) return [];
  const lines = [
    ...trialLine(prospect),
    ...provableLine(prospect),
    ...designLine(prospect),
    ...learningLines(prospect),
  ];
  return [across('The monitor', lines.join('\n'))];
}

function trialLine({ trial }: Prospect): string[] {
  if (trial === null) return ['There is too little history to try it on.'];
  const { alarms, rows, days } = trial;
  const span = days === null ? counted(rows, 'row') : `${duration(days * dayMs)} (${counted(rows, 'row')})`;
  return [
    `On the last third of your reference this monitor would have alarmed ${counted(alarms, 'time')} in ${span}.`,
  ];
}

function provableLine({ provable, learning }: Prospect): string[] {
  if (provable === null) return learning.length === 0 ? [] : ['No number can prove drift yet.'];
  const { feature, shift, rowsPerDay } = provable;
  const day = `in a day of about ${counted(rowsPerDay, 'row')}`;
  if (shift === null) return [`No shift of ${feature} can be proven ${day}.`];
  return [
    `The smallest shift of ${feature} it can prove ${day} is about ${decimal(shift, 1)} standard deviations.`,
  ];
}

/** Only of signals that may prove drift: those that learn promise nothing. */
function designLine({ falseAlarmsPerWeek, signals, learning }: Prospect): string[] {
  if (learningSignals(learning) === signals) return [];
  const most = counted(falseAlarmsPerWeek, 'false alarm');
  return [`Designed for at most ${most} a week on average, on data like your reference.`];
}

const learningSignals = (learning: Prospect['learning']) =>
  learning.reduce((sum, { signals }) => sum + signals, 0);

function learningLines({ signals, learning }: Prospect): string[] {
  if (learning.length === 0) return [];
  const still = learningSignals(learning);
  const which =
    still === signals ? `all ${count(signals)} signals` : `${count(still)} of ${counted(signals, 'signal')}`;
  return [
    `Still learning: ${which}, which can raise a suspicion but no alarm.`,
    ...learning.map(
      ({ signals: own, because }) => `- ${count(own)} because ${learningWords[because]}: ${ends[because]}`,
    ),
  ];
}

const ends = {
  'few rows': 'more rows end it',
  'short history': 'more history ends it (the setting "cycle" says how long one is)',
  'restless history': 'a longer history may end it',
  'few labels': 'more labels end it',
} as const satisfies Record<Learning, string>;

/** A count of alarms, whatever they were: the budget bounds the false ones among them. */
export function ledgerField(ledger: Ledger | null): Field[] {
  if (ledger === null) return [];
  const { falseAlarmsPerWeek, week, days90, expected } = ledger;
  const marked = expected === 0 ? '' : `, ${count(expected)} marked expected`;
  const budget =
    falseAlarmsPerWeek === null ? '' : `\nbudget: at most ${falseAlarmsPerWeek} false a week on average`;
  return [beside('Alarms', `${count(week)} this week, ${count(days90)} in 90 days${marked}${budget}`)];
}
