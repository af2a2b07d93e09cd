// A page of what was, as a table. Pure.
import type { AuditEntry } from '../audit.ts';
import type { CheckLine, HistoryResult, IncidentLine, RetrainLine } from '../ops/history-result.ts';
import { type Action, bareCard, button, type Card } from './card.ts';
import { shortened, table } from './columns.ts';
import { minutesIn } from './minutes.ts';
import { runCell } from './run-parts.ts';
import type { Telling, Words } from './words/index.ts';

/** A page has to fit into one block of an embed: 1024 characters for ten lines and their heads. */
const nameWidth = 12;
const whatWidth = 18;
/** What a year takes of a line. */
const yearWidth = 5;

export function historyCard(result: HistoryResult, { words, at }: Telling): Card {
  const { history } = words;
  const { kind, watch, lines, timezone } = result;
  return {
    ...bareCard,
    tone: 'plain',
    title: history.titles[kind](watch ?? history.all),
    summary: lines.length === 0 ? [history.none] : [],
    blocks:
      lines.length === 0
        ? []
        : [{ name: history.block(timezone), lines: table(rowsOf(result, { words, at })) }],
    actions: turning(result, words),
    footer: watch ?? '',
    at,
  };
}

/** All of a list in a file of `text`; the card says how much that is. */
export function historyFileCard(result: HistoryResult, text: string, { words, at }: Telling): Card {
  const { history } = words;
  const { kind, watch, lines, older } = result;
  const name = [...(watch === null ? [] : [watch.replace(/[^\w-]/g, '_')]), kind].join('-');
  return {
    ...bareCard,
    tone: 'plain',
    title: history.titles[kind](watch ?? history.all),
    summary: [history.file(lines.length), ...(older === null ? [] : [' ', history.cut])],
    file: { name: `${name}.csv`, contentType: 'text/csv; charset=utf-8', text, leftOut: history.refused },
    footer: watch ?? '',
    at,
  };
}

/** How a line is told: its times by `minute`. */
interface Line {
  readonly words: Words;
  readonly minute: (at: number) => string;
}

function rowsOf(result: HistoryResult, { words, at }: Telling): (readonly string[])[] {
  const { heads } = words.history;
  const told: Line = { words, minute: minutesIn(result.timezone, at) };
  switch (result.kind) {
    case 'checks':
      return [heads.checks, ...result.lines.map((line) => checkRow(line, told))];
    case 'retrains':
      return [heads.retrains, ...result.lines.map((line) => retrainRow(line, told))];
    case 'incidents':
      return [heads.incidents, ...result.lines.map((line) => incidentRow(line, told))];
    case 'audit':
    case 'traffic':
      return [heads.audit, ...actRows(result.lines, result.watch === null, told)];
  }
}

function checkRow(line: CheckLine, { words: { history, numbers }, minute }: Line): string[] {
  const { number, at, version, newRows, score, verdict, grade } = line;
  const said = verdict === 'drift' && grade === 'small' ? 'small' : verdict;
  return [
    String(number),
    minute(at),
    `v${version}`,
    numbers.count(newRows),
    score === null ? '-' : numbers.decimal(score, 2),
    history.verdicts[said],
  ];
}

function retrainRow(line: RetrainLine, { words, minute }: Line): string[] {
  const { history, numbers } = words;
  const { endedAt, result, championBefore, version, kept, trial, by, cancelledBy } = line;
  const untried = cancelledBy === undefined ? '-' : history.by(shortened(cancelledBy, nameWidth));
  return [
    minute(endedAt),
    history.results[result],
    version === null
      ? `v${championBefore}${kept === undefined ? '' : ` (v${kept})`}`
      : `v${championBefore} -> v${version}`,
    trial === null
      ? untried
      : `${numbers.metric(trial.champion.accuracy)} -> ${numbers.metric(trial.challenger.accuracy)}`,
    shortened(by, nameWidth),
    runCell(line.run, words),
  ];
}

function incidentRow(line: IncidentLine, { words: { history, numbers }, minute }: Line): string[] {
  const { number, firedAt, closedAt, resolution, fired, takenBy } = line;
  return [
    String(number),
    minute(firedAt),
    closedAt === null ? history.open : minute(closedAt),
    resolution === null ? '-' : history.resolutions[resolution],
    numbers.count(fired),
    takenBy === null ? '-' : shortened(takenBy, nameWidth),
  ];
}

function actRows(entries: readonly AuditEntry[], ofAll: boolean, { minute }: Line): string[][] {
  const times = entries.map(({ at }) => minute(at));
  const dated = times.some((time) => time.length > 'MM-DD HH:MM'.length);
  const room = dated ? whatWidth - yearWidth : whatWidth;
  return entries.map(({ by, via, operation, watch, args, outcome }, row) => {
    const given = Object.entries(args).map(([name, value]) => `${name}=${value}`);
    const what = [...(ofAll && watch !== null ? [watch] : []), ...given].join(' ');
    return [
      times[row] ?? '',
      shortened(by, nameWidth),
      via,
      operation,
      what === '' ? '-' : shortened(what, room),
      outcome,
    ];
  });
}

function turning({ kind, watch, older, newer }: HistoryResult, { history }: Words): Action[] {
  const page = { kind, ...(watch === null ? {} : { watch }) };
  const turn = (label: string, part: Readonly<Record<string, string>>) =>
    button('plain', label, { command: 'history', args: { ...page, ...part } });
  return [
    ...(newer === null ? [] : [turn(history.newer, { after: newer })]),
    ...(older === null ? [] : [turn(history.older, { before: older })]),
  ];
}
