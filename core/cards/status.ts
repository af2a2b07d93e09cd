// How every watch and the service itself stand: what /status shows. Pure.
import type { DriftReport } from '../drift.ts';
import type { Snoozed } from '../news.ts';
import type { StatusResult, WatchStatus } from '../ops/results.ts';
import { across, bareCard, type Card, type Field, inLines, type Rich, type Tone } from './card.ts';
import { evidenceWords } from './evidence-parts.ts';
import { probationWords } from './probation.ts';
import { runWords } from './run-parts.ts';
import { needsLook, serviceFields } from './status-service.ts';
import type { Words } from './words/index.ts';

/** Leaves room for the service's own fields under Discord's limit of 25. */
const watchesShown = 16;
/** Links are long, and an embed takes 6000 characters. */
const linkedWatches = 6;

export function statusCard(status: StatusResult, words: Words): Card {
  const { service, watches, at } = status;
  const own = words.status;
  const shown = [...watches].sort(openFirst).slice(0, watchesShown);
  const hidden = watches.length - shown.length;
  const up = own.up(words.numbers.duration(at - service.startedAt));
  return {
    ...bareCard,
    tone: toneOf(status),
    title: `${symbols[toneOf(status)]} ${titleWords(status, own)}`,
    summary: hidden > 0 ? [own.hidden(hidden)] : [],
    fields: [
      ...shown.map((watch) => watchField(watch, words, shown.length <= linkedWatches)),
      ...serviceFields(status, words),
    ],
    footer: `${service.name} ${service.version} · ${service.roles.join(', ')} · ${up}`,
    at,
  };
}

type Own = Words['status'];

const symbols = { good: '✅', warn: '⚠️', bad: '🚨', busy: '🔄', plain: '⏳' } as const satisfies Record<
  Tone,
  string
>;

/** What was answered by a version on probation is no longer one to look at first. */
function isOpen({ incident }: WatchStatus): boolean {
  return incident !== null && incident.phase !== 'resolved' && incident.phase !== 'probation';
}

function openFirst(first: WatchStatus, second: WatchStatus): number {
  return Number(isOpen(second)) - Number(isOpen(first));
}

function toneOf(status: StatusResult): Tone {
  const { storage, watches } = status;
  if (!storage.ok || watches.some(isOpen)) return 'bad';
  if (needsLook(status) || watches.some(({ silentSince }) => silentSince !== null)) return 'warn';
  if (watches.some(({ state }) => state === 'ACTING' || state === 'PROBATION')) return 'busy';
  return watches.every(({ champion }) => champion === null) ? 'plain' : 'good';
}

function titleWords(status: StatusResult, own: Own): string {
  const { storage, watches } = status;
  if (!storage.ok) return own.away;
  const open = watches.filter(isOpen).length;
  if (open > 0) return own.open(open);
  switch (toneOf(status)) {
    case 'warn':
      return own.look;
    case 'busy':
      return watches.some(({ state }) => state === 'ACTING') ? own.busy : own.proving;
    case 'plain':
      return own.untrained;
    default:
      return own.good(watches.length);
  }
}

function watchField(watch: WatchStatus, words: Words, few: boolean): Field {
  const { status: own } = words;
  const lines: Rich[] = [
    [{ strong: stateWords(watch, own) }, ...champion(watch, words)],
    ...(few ? loggedAs(watch, words) : []),
    lastCheck(watch, words),
    ...evidence(watch, words),
    ...approval(watch, words),
    ...silence(watch, own),
    ...nextCheck(watch, own),
    ...(watch.probation === undefined ? [] : [probationWords(watch.probation, words)]),
    ...incident(watch, own),
  ];
  return across(watch.watch, ...inLines(lines));
}

function stateWords({ state }: WatchStatus, { states }: Own): string {
  if (state === 'ACTING') return states.retraining;
  if (state === 'LEARNING') return states.learning;
  if (state === 'SUSPECTED') return states.suspected;
  if (state === 'PROBATION') return states.probation;
  if (state === 'QUARANTINE') return states.quarantine;
  return state === 'ALARM' ? states.drift : states.ok;
}

function champion({ champion: serving, elsewhere }: WatchStatus, { status: own, numbers }: Words): Rich {
  if (serving === null) return [elsewhere ? own.noReference : own.noModel];
  const { version, baseline, trainedAt } = serving;
  return [
    elsewhere ? own.reference(version) : own.serves(version),
    ...(baseline === null ? [own.noBaseline] : [own.baseline, { code: numbers.metric(baseline.accuracy) }]),
    elsewhere ? own.taken : own.trained,
    { time: trainedAt, style: 'relative' },
    ')',
  ];
}

/** Run and model of the champion, as MLflow has them. */
function loggedAs({ champion: serving }: WatchStatus, words: Words): Rich[] {
  const run = serving === null ? [] : runWords(serving.run, words);
  return run.length === 0 ? [] : [run];
}

function lastCheck({ lastReport, checks }: WatchStatus, { status: own, numbers, shared }: Words): Rich {
  if (lastReport === null) return [own.unchecked];
  const { at, score, threshold } = lastReport;
  const scored = score === null ? [own.noScore] : own.score(...numbers.scoreAndThreshold(score, threshold));
  return [
    own.check(checks),
    { time: at, style: 'relative' },
    shared.colon,
    ...scored,
    `, ${verdictWords(lastReport, own)}`,
  ];
}

function verdictWords({ verdict, grade }: DriftReport, { verdicts }: Own): string {
  if (verdict === 'insufficient_data') return verdicts.fewRows;
  if (verdict === 'drift') return grade === 'small' ? verdicts.small : verdicts.drift;
  return grade === 'unproven' ? verdicts.unproven : verdicts.none;
}

/** Short: how far the evidence has come, when it has, and who has no say in it yet. */
function evidence({ lastReport }: WatchStatus, words: Words): Rich[] {
  if (lastReport === null || lastReport.mode === 'seed' || lastReport.evidence === null) return [];
  const { status: own } = words;
  const { learning, signals } = lastReport.evidence;
  const gathered = evidenceWords(lastReport.evidence, words);
  const still = learning === null ? [] : [own.learning(learning.signals, signals)];
  if (gathered === null) return still.length === 0 ? [] : [still];
  return [[own.evidence, ...gathered, ...still.map((text) => `, ${text}`)]];
}

function nextCheck({ nextCheckAt }: WatchStatus, own: Own): Rich[] {
  return nextCheckAt === null ? [] : [[own.nextCheck, { time: nextCheckAt, style: 'relative' }]];
}

function approval({ approval: waiting }: WatchStatus, words: Words): Rich[] {
  if (waiting === null) return [];
  const { version, until } = waiting;
  return [[{ strong: words.approval.status(version) }, { time: until, style: 'full' }]];
}

function silence({ silentSince }: WatchStatus, own: Own): Rich[] {
  return silentSince === null ? [] : [[{ strong: own.silent }, { time: silentSince, style: 'relative' }]];
}

function incident({ incident: current }: WatchStatus, own: Own): Rich[] {
  if (current === null || current.phase === 'resolved') return [];
  const { number, openedAt, acknowledged, snoozed } = current;
  const owner: Rich = acknowledged === null ? [own.untaken] : [own.takenBy, { strong: acknowledged.by }];
  return [[own.incident(number), { time: openedAt, style: 'relative' }, ...owner, ...snooze(snoozed, own)]];
}

function snooze(snoozed: Snoozed | null, own: Own): Rich {
  if (snoozed === null) return [];
  const { by, until } = snoozed;
  const end: Rich = until === null ? [own.untilResolved] : [own.until, { time: until, style: 'full' }];
  return [own.snoozedBy, { strong: by }, ...end];
}
