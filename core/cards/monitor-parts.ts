// What the monitor of a champion promises, what it has to learn first, and what it has said so far. Pure.
import type { Prospect } from '../drift.ts';
import type { Ledger } from '../news.ts';
import { across, beside, type Field } from './card.ts';
import type { Words } from './words/index.ts';

const dayMs = 86_400_000;

/** In sentences, one a line: tried on the own history, the smallest change it can prove, what it still learns. */
export function monitorField(prospect: Prospect | null, words: Words): Field[] {
  if (prospect === null) return [];
  const lines = [
    trialLine(prospect, words),
    ...provableLine(prospect, words),
    ...designLine(prospect, words),
    ...learningLines(prospect, words),
  ];
  return [across(words.monitor.name, lines.join('\n'))];
}

function trialLine({ trial }: Prospect, { monitor, numbers, shared }: Words): string {
  if (trial === null) return monitor.untried;
  const { alarms, days } = trial;
  const rows = shared.rows(trial.rows);
  return monitor.tried(alarms, days === null ? rows : `${numbers.duration(days * dayMs)} (${rows})`);
}

function provableLine({ provable, learning }: Prospect, { monitor }: Words): string[] {
  if (provable === null) return learning.length === 0 ? [] : [monitor.noNumber];
  const { feature, shift, rowsPerDay } = provable;
  return [shift === null ? monitor.noShift(feature, rowsPerDay) : monitor.shift(feature, rowsPerDay, shift)];
}

/** Only of signals that may prove drift: those that learn promise nothing. */
function designLine({ falseAlarmsPerWeek, signals, learning }: Prospect, { monitor }: Words): string[] {
  return learningSignals(learning) === signals ? [] : [monitor.designed(falseAlarmsPerWeek)];
}

const learningSignals = (learning: Prospect['learning']) =>
  learning.reduce((sum, { signals }) => sum + signals, 0);

function learningLines({ signals, learning }: Prospect, { monitor, signals: own }: Words): string[] {
  if (learning.length === 0) return [];
  return [
    monitor.learning(learningSignals(learning), signals),
    ...learning.map(({ signals: some, because }) =>
      monitor.because(some, own.learning[because], monitor.ends[because]),
    ),
  ];
}

/** A count of alarms, whatever they were: the budget bounds the false ones among them. */
export function ledgerField(ledger: Ledger | null, { monitor }: Words): Field[] {
  if (ledger === null) return [];
  const { falseAlarmsPerWeek, week, days90, expected } = ledger;
  const marked = expected === 0 ? '' : monitor.expected(expected);
  const budget = falseAlarmsPerWeek === null ? '' : `\n${monitor.budget(falseAlarmsPerWeek)}`;
  return [beside(monitor.alarms, `${monitor.ledger(week, days90)}${marked}${budget}`)];
}
