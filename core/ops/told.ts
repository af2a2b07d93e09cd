// How a change of state carries its news: pending entries with keys that make a repetition harmless. Pure.
import type { DriftReport } from '../drift.ts';
import { isMuted } from '../evidence/attended.ts';
import { changeOf } from '../evidence/changed.ts';
import { ledgerOf } from '../evidence/ledger.ts';
import { timeOf } from '../evidence/monitor.ts';
import { brokenColumns } from '../evidence/verdict.ts';
import type { Intent, SwitchIntent } from '../intent.ts';
import type { Change, Incident, Ledger, News } from '../news.ts';
import { leastLabelled } from '../retraining/windows.ts';
import type { Pending, WatchState } from '../state.ts';
import type { Watch } from '../watch.ts';
import { managedAs, trainsHere } from './managed.ts';
import type { Watched } from './world.ts';

/** State with `more` pending. */
export function withPending(state: WatchState, more: readonly Pending[]): WatchState {
  return more.length === 0 ? state : { ...state, pending: [...state.pending, ...more] };
}

export function reportPending(report: DriftReport): Pending {
  return { to: 'checks', key: report.key, report };
}

export function intentPending(intent: Intent): Pending {
  return { to: 'mlflow', key: intent.key, intent };
}

/** Aliases follow a version that took another's place in a state; those of a model of somebody else are theirs. */
export function switchPending(
  { watch }: Pick<Watched, 'watch'>,
  { rev }: Pick<WatchState, 'rev'>,
  facts: Pick<SwitchIntent, 'version' | 'how' | 'by' | 'reason' | 'endedAt'>,
): Pending[] {
  if (watch.champion === 'mlflow') return [];
  const { name } = watch;
  // A state is replaced once.
  const key = `switch:${name}:${rev}`;
  return [intentPending({ kind: 'switch', key, watch: name, ...facts, thread: null })];
}

export function newsPending(news: News): Pending {
  return { to: 'outbox', key: news.key, news };
}

/** What all news of an incident are revisions of. */
export function threadOf({ id }: Incident): string {
  return `incident:${id}`;
}

/** What a snoozed incident tells all the same: somebody stands before its card. */
const byPeople: readonly Change[] = ['acknowledged', 'snoozed'];

/** The incident's card, when it changed since `before`. While a backlog is worked off its own card speaks for all. */
export function incidentNews(
  before: WatchState,
  after: WatchState,
  { watch, source }: Watched,
  at: number,
): Pending[] {
  const { incident } = after;
  if (incident === null || after.backlog !== null) return [];
  const old = before.incident?.id === incident.id ? before.incident.revision : 0;
  if (incident.revision <= old) return [];
  const change = changeOf(before.incident, incident);
  const muted = isMuted(incident, at);
  if (muted && !byPeople.includes(change)) return [];
  const thread = threadOf(incident);
  return [
    newsPending({
      kind: 'incident',
      key: `${thread}:${incident.revision}`,
      watch: watch.name,
      at,
      thread,
      revision: incident.revision,
      channel: watch.channel,
      // One whose time is over is none, also before anybody has ended it.
      incident: muted ? incident : { ...incident, snoozed: null },
      change,
      labels: source.labels,
      ledger: ledgerIn(after, watch, at),
      // What it was about when it began: later evidence is gathered anew.
      broken: brokenIn(after, incident),
      ...heldOf(before, after),
      waiting: waitingIn(incident, watch),
      elsewhere: watch.champion === 'external',
      ...managedAs(watch),
    }),
  ];
}

/** The last word on an incident that another one follows: what a snooze has kept back ends with it. */
export function leftNews(before: WatchState, after: WatchState, watched: Watched, at: number): Pending[] {
  const { incident } = after;
  if (incident === null) return [];
  const told = before.incident?.id === incident.id ? before.incident.revision : 0;
  if (incident.snoozed === null && incident.revision === told) return [];
  const last = { ...incident, snoozed: null, revision: incident.revision + 1 };
  return incidentNews(before, { ...after, incident: last }, watched, at);
}

/** The alarms of a watch; looked back from its newest report, whose time is theirs. */
export function ledgerIn(
  { alarms, lastReport }: Pick<WatchState, 'alarms' | 'lastReport'>,
  { mode, falseAlarmsPerWeek }: Watch,
  now: number,
): Ledger {
  return ledgerOf(alarms, {
    at: lastReport === null ? now : timeOf(lastReport),
    falseAlarmsPerWeek: mode === 'seed' ? null : falseAlarmsPerWeek,
  });
}

/** The columns of the fault that rows are held back for now, or of what it began with. */
function brokenIn({ quarantine }: WatchState, { opened, held }: Incident): string[] {
  if (quarantine == null || quarantine.number !== held) return brokenColumns(opened);
  return [...new Set(quarantine.reasons.flatMap(({ of }) => (of === null ? [] : [of])))];
}

/** What is held back because of it; its last word tells of it too. */
function heldOf(before: WatchState, { quarantine, incident }: WatchState) {
  const batch = quarantine ?? before.quarantine ?? null;
  return batch === null || batch.number !== incident?.held ? {} : { held: batch };
}

/** Where the champion is ours to retrain and too few labels have come to measure its accuracy. */
function waitingIn({ latest }: Incident, watch: Watch) {
  if (!trainsHere(watch) || watch.mode === 'seed' || latest.performance?.accuracy != null) return null;
  return { labelled: latest.performance?.labelled ?? 0, needed: leastLabelled };
}

type Told = Extract<
  News,
  { kind: 'quarantine' | 'trained' | 'retrained' | 'rolled_back' | 'checked' | 'failed' | 'test' }
>;
type Facts<K extends Told['kind']> = Omit<
  Extract<News, { kind: K }>,
  'kind' | 'key' | 'watch' | 'at' | 'thread' | 'revision' | 'channel'
>;

/** News of one card that is posted once; `name` makes its key. */
export function singleNews<K extends Told['kind']>(
  kind: K,
  { watch }: Pick<Watched, 'watch'>,
  told: { name: string; at: number; facts: Facts<K> },
) {
  const thread = `${kind}:${watch.name}:${told.name}`;
  return {
    kind,
    key: `${thread}:1`,
    watch: watch.name,
    at: told.at,
    thread,
    revision: 1,
    channel: watch.channel,
    ...told.facts,
  };
}
