// The digest of a day or a week in words: one field a watch. Pure.
import type { Digest, WatchDigest } from '../news.ts';
import { across, bareCard, type Card, type Field, inLines, type Rich } from './card.ts';
import type { Words } from './words/index.ts';

/** A card holds 25 fields. */
const watchesShown = 20;

export function digestCard({ at, period, watches }: Digest, words: Words): Card {
  const own = words.digest;
  const open = watches.filter((watch) => watch.open !== null).length;
  const hidden = watches.length - watchesShown;
  return {
    ...bareCard,
    tone: open === 0 ? 'good' : 'warn',
    title: `📋 ${own.title[period]}`,
    summary: [open === 0 ? own.calm : own.open(open), ...(hidden > 0 ? [own.more(hidden)] : [])],
    fields: watches.slice(0, watchesShown).map((watch) => watchField(watch, words)),
    at,
  };
}

function watchField(watch: WatchDigest, words: Words): Field {
  const lines: Rich[] = [
    [words.digest.checks(watch.checks, watch.rows, watch.drifted)],
    [incidentsLine(watch, words)],
    ...openLine(watch, words),
    [words.digest.retrainings(watch.promotions, watch.rejections)],
    ...accuracyLine(watch, words),
    [ledgerLine(watch, words)],
  ];
  return across(watch.watch, ...inLines(lines));
}

function incidentsLine(
  { incidents, acknowledgedAfter, resolvedAfter }: WatchDigest,
  { digest, numbers }: Words,
): string {
  const times = [
    ...(acknowledgedAfter === null ? [] : [digest.acknowledged(numbers.duration(acknowledgedAfter))]),
    ...(resolvedAfter === null ? [] : [digest.resolved(numbers.duration(resolvedAfter))]),
  ];
  return [digest.incidents(incidents), ...times].join(', ');
}

function openLine({ open }: WatchDigest, { digest, shared }: Words): Rich[] {
  if (open === null) return [];
  const owner = open.owner === null ? shared.nobody : shared.owner(open.owner);
  return [[{ strong: digest.stillOpen(open.number) }, { time: open.since, style: 'relative' }, owner]];
}

function accuracyLine({ accuracy }: WatchDigest, { digest, numbers }: Words): Rich[] {
  if (accuracy === null) return [];
  const { first, last } = accuracy;
  return [[digest.accuracy(numbers.metric(first), numbers.metric(last), numbers.points(last - first))]];
}

function ledgerLine({ ledger }: WatchDigest, { digest, monitor, numbers }: Words): string {
  const { falseAlarmsPerWeek: budget, week, days90, expected } = ledger;
  const alarms = digest.alarms(monitor.ledger(week, days90), expected);
  return budget === null ? alarms : `${alarms}; ${digest.budget(numbers.written(String(budget)))}`;
}
