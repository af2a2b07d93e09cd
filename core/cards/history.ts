// A page of what was, as a table. Pure.
import type { AuditEntry } from '../audit.ts';
import type { RetrainRecord } from '../news.ts';
import type { CheckLine, HistoryResult, IncidentLine } from '../ops/history-result.ts';
import { type Action, bareCard, type Card } from './card.ts';
import { shortened, table } from './columns.ts';
import type { Telling, Words } from './words/index.ts';

/** A page has to fit into one block of an embed: 1024 characters for ten lines and their heads. */
const nameWidth = 12;
const whatWidth = 18;

export function historyCard(result: HistoryResult, { words, at }: Telling): Card {
  const { history } = words;
  const { kind, watch, lines } = result;
  return {
    ...bareCard,
    tone: 'plain',
    title: history.titles[kind](watch ?? history.all),
    summary: lines.length === 0 ? [history.none] : [],
    blocks: lines.length === 0 ? [] : [{ name: history.block, lines: table(rowsOf(result, words)) }],
    actions: turning(result, words),
    footer: watch ?? '',
    at,
  };
}

function rowsOf(result: HistoryResult, words: Words): (readonly string[])[] {
  const { heads } = words.history;
  switch (result.kind) {
    case 'checks':
      return [heads.checks, ...result.lines.map((line) => checkRow(line, words))];
    case 'retrains':
      return [heads.retrains, ...result.lines.map((line) => retrainRow(line, words))];
    case 'incidents':
      return [heads.incidents, ...result.lines.map((line) => incidentRow(line, words))];
    case 'audit':
    case 'traffic':
      return [heads.audit, ...result.lines.map((line) => auditRow(line, result.watch === null))];
  }
}

/** "01-05 09:30": the year goes without saying for what is near. */
const minuteOf = (at: number) => new Date(at).toISOString().slice(5, 16).replace('T', ' ');

function checkRow(line: CheckLine, { history, numbers }: Words): string[] {
  const { number, at, version, newRows, score, verdict, grade } = line;
  const said = verdict === 'drift' && grade === 'small' ? 'small' : verdict;
  return [
    String(number),
    minuteOf(at),
    `v${version}`,
    numbers.count(newRows),
    score === null ? '-' : numbers.decimal(score, 2),
    history.verdicts[said],
  ];
}

function retrainRow(record: RetrainRecord, { history, numbers }: Words): string[] {
  const { endedAt, result, championBefore, version, trial, by } = record;
  return [
    minuteOf(endedAt),
    history.results[result],
    version === null ? `v${championBefore}` : `v${championBefore} -> v${version}`,
    trial === null
      ? '-'
      : `${numbers.metric(trial.champion.accuracy)} -> ${numbers.metric(trial.challenger.accuracy)}`,
    shortened(by, nameWidth),
  ];
}

function incidentRow(line: IncidentLine, { history, numbers }: Words): string[] {
  const { number, firedAt, closedAt, resolution, fired, takenBy } = line;
  return [
    String(number),
    minuteOf(firedAt),
    closedAt === null ? history.open : minuteOf(closedAt),
    resolution === null ? '-' : history.resolutions[resolution],
    numbers.count(fired),
    takenBy === null ? '-' : shortened(takenBy, nameWidth),
  ];
}

function auditRow(entry: AuditEntry, ofAll: boolean): string[] {
  const { at, by, via, operation, watch, args, outcome } = entry;
  const given = Object.entries(args).map(([name, value]) => `${name}=${value}`);
  const what = [...(ofAll && watch !== null ? [watch] : []), ...given].join(' ');
  return [
    minuteOf(at),
    shortened(by, nameWidth),
    via,
    operation,
    what === '' ? '-' : shortened(what, whatWidth),
    outcome,
  ];
}

function turning({ kind, watch, older, newer }: HistoryResult, { history }: Words): Action[] {
  const page = { kind, ...(watch === null ? {} : { watch }) };
  const button = (label: string, part: Readonly<Record<string, string>>): Action => ({
    kind: 'button',
    look: 'plain',
    label,
    command: 'history',
    args: { ...page, ...part },
  });
  return [
    ...(newer === null ? [] : [button(history.newer, { after: newer })]),
    ...(older === null ? [] : [button(history.older, { before: older })]),
  ];
}
