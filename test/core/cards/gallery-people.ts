// Cards of what people ask for and do: incidents, versions, histories, changes and refusals; written by hand.

import { declinedCard } from '../../../core/cards/approval.ts';
import { cancelledCard } from '../../../core/cards/cancelled.ts';
import type { Card } from '../../../core/cards/card.ts';
import { championAtCard } from '../../../core/cards/champion.ts';
import { forceConfirmCard } from '../../../core/cards/confirm.ts';
import { digestCard } from '../../../core/cards/digest.ts';
import { dryRunCard } from '../../../core/cards/dry-run.ts';
import { failureCard } from '../../../core/cards/failure.ts';
import { historyCard, historyFileCard } from '../../../core/cards/history.ts';
import { attendedCard, incidentNote } from '../../../core/cards/incident-notes.ts';
import { incidentsCard } from '../../../core/cards/incidents.ts';
import { compareCard, modelCard, modelsCard } from '../../../core/cards/models.ts';
import { refusedCard, roleRefusedCard } from '../../../core/cards/refused.ts';
import { rolledBackCard } from '../../../core/cards/rolled-back.ts';
import { switchQuestion } from '../../../core/cards/switch-question.ts';
import { testedCard } from '../../../core/cards/test.ts';
import { thresholdCard } from '../../../core/cards/threshold.ts';
import { AppError } from '../../../core/errors.ts';
import type { Change, Incident } from '../../../core/news.ts';
import type { HistoryResult } from '../../../core/ops/history-result.ts';
import { busy, calm, checkLine, deed, incidentLine, retraining } from './deeds.ts';
import { answered, firing, incidentNews, registered } from './fixtures.ts';
import type { Shown } from './gallery.ts';
import { minute, noon } from './moments.ts';
import { proposed, rejected } from './outcomes.ts';
import { statusOf, watchOf } from './stati.ts';
import { before, ended, retrained, serving, untold } from './successions.ts';
import { onProbation, undone } from './tried.ts';
import { failed, keptOut, older, present, waiting } from './versions.ts';

/** Answers to people, by what they show. */
export function peopleCards(shown: Shown): Record<string, Card> {
  return {
    ...incidentCards(shown),
    ...noteCards(shown),
    ...versionCards(shown),
    ...historyCards(shown),
    ...changeCards(shown),
    ...refusalCards(shown),
  };
}

const by = 'ada';
const acknowledged = { by, at: noon, note: 'x1' };
const snoozed = { by, at: noon, until: noon + minute, reason: 'x2' };
const taken: Incident = { ...firing, acknowledged, fired: 2 };
const muted: Incident = { ...taken, snoozed };
const closed: Incident = {
  ...answered,
  resolution: 'closed',
  closed: { by, reason: 'x3' },
  closedAt: noon,
  retrain: null,
};

function incidentCards({ said, ...asked }: Shown): Record<string, Card> {
  const past = { number: 3, firedAt: noon, acknowledgedAt: null, closedAt: noon, fired: 3 } as const;
  const list = said({
    at: noon,
    watches: [
      { watch: 'demo', incident: muted, past: [{ ...past, resolution: 'closed' as const }] },
      { watch: 'x1', incident: { ...muted, snoozed: { ...snoozed, until: null } }, past: [] },
      { watch: 'x2', incident: firing, past: [{ ...past, resolution: 'quiet' as const }] },
      { watch: 'x3', incident: null, past: [] },
    ],
  });
  const actions = ['acknowledged', 'snoozed', 'woken', 'resolved'] as const;
  const attended = actions.flatMap((action) =>
    [true, false].map((done): [string, Card] => {
      const incident = action === 'resolved' ? closed : muted;
      return [
        `${action}${done ? '' : ' already'}`,
        attendedCard(said({ watch: 'demo', incident, done }), action, asked),
      ];
    }),
  );
  const tested = (['sent', 'dead', 'due'] as const).map((status): [string, Card] => {
    const reason = status === 'dead' ? 'x1' : null;
    return [
      `test card ${status}`,
      testedCard(said({ watch: 'demo', notifier: 'discord', status, reason }), asked),
    ];
  });
  return {
    incidents: incidentsCard(list, asked),
    noIncidents: incidentsCard({ at: noon, watches: [] }, asked),
    ...Object.fromEntries([...attended, ...tested]),
  };
}

/** What each change says in the conversation of its incident. */
const changes: Readonly<Record<Exclude<Change, 'fired'>, Incident>> = {
  fired_again: taken,
  moved: taken,
  acknowledged: taken,
  snoozed: muted,
  woken: taken,
  retraining: { ...taken, phase: 'retraining' },
  abandoned: taken,
  cancelled: { ...taken, cancelled: { by, at: noon }, retryAt: noon + minute },
  rejected: { ...taken, phase: 'rejected', retrain: rejected },
  on_probation: onProbation,
  proving: onProbation,
  undone,
  held: { ...taken, held: 2 },
  proposed: { ...taken, phase: 'proposed', retrain: proposed },
  resolved: closed,
};

function noteCards({ said, words }: Shown): Record<string, Card> {
  const expected: Incident = { ...closed, resolution: 'expected', expected: { by, reason: 'x1' } };
  const passed: Incident = { ...answered, probation: { rows: 500, oldOnly: 9, newOnly: 60 } };
  const ends = { answered, passed, expected, anew: { ...answered, retrain: null } } as const;
  const others = {
    quiet: { ...closed, resolution: 'quiet' },
    rolledBack: { ...closed, resolution: 'rolled_back' },
  } as const;
  const notes = [
    ...Object.entries(changes).map(([change, incident]) => ({
      change: change as Change,
      incident,
      name: change,
    })),
    ...Object.entries({ ...ends, ...others }).map(([name, incident]) => ({
      change: 'resolved' as const,
      incident,
      name,
    })),
  ];
  return Object.fromEntries(
    notes.flatMap(({ change, incident, name }) => {
      const note = incidentNote(said({ ...incidentNews(incident), change }), words);
      return note === null ? [] : [[`note ${name}`, note]];
    }),
  );
}

function versionCards({ said, ...asked }: Shown): Record<string, Card> {
  const [now, before] = [said(present), said(older)];
  const { watch } = said({ watch: 'demo' });
  const kept = { watch, elsewhere: false, timezone: 'UTC', versions: [now, before] };
  return {
    models: modelsCard(kept, asked),
    modelsElsewhere: modelsCard({ ...kept, elsewhere: true }, asked),
    noModels: modelsCard({ ...kept, versions: [] }, asked),
    model: modelCard(watch, now, asked),
    modelBefore: modelCard(watch, before, asked),
    modelAside: modelCard(watch, { ...before, serves: null, run: { status: 'queued' } }, asked),
    modelRegistered: modelCard(watch, { ...now, run: registered }, asked),
    modelsRegistered: modelsCard({ ...kept, versions: [{ ...now, run: registered }, before] }, asked),
    modelKeptOut: modelCard(watch, said(keptOut), asked),
    modelsKeptOut: modelsCard({ ...kept, versions: [now, said(keptOut)] }, asked),
    modelWaiting: modelCard(watch, said(waiting), asked),
    modelsWaiting: modelsCard({ ...kept, versions: [now, said(waiting)] }, asked),
    modelFailed: modelCard(watch, said(failed), asked),
    modelsFailed: modelsCard({ ...kept, versions: [now, said(failed)] }, asked),
    compare: compareCard(watch, [before, now], asked),
    approveQuestion: switchQuestion({ watch, how: 'approve', present: now, wanted: before }, asked),
    refusal: declinedCard({ watch, version: 3, champion: 2, incident: null }, asked),
    refusalInIncident: declinedCard({ watch, version: 3, champion: 2, incident: 4 }, asked),
    promoteQuestion: switchQuestion({ watch, how: 'promote', present: now, wanted: before }, asked),
    rollbackQuestion: switchQuestion({ watch, how: 'rollback', present: now, wanted: before }, asked),
    promotedBy: rolledBackCard({ watch, how: 'promoted', from: 3, to: 2, by, at: noon }, asked.words),
  };
}

const hows = ['forced', 'promoted', 'undone', 'learning', 'labelled'] as const;

function historyCards({ said, ...asked }: Shown): Record<string, Card> {
  const pages = { older: '11', newer: '20', timezone: 'UTC' };
  const kept = { ...retraining, result: 'rejected', version: null } as const;
  const failed = { ...kept, result: 'failed', trial: null, run: { status: 'none' } } as const;
  const open = { ...incidentLine, closedAt: null, resolution: null };
  const histories: readonly HistoryResult[] = [
    { kind: 'checks', watch: 'demo', lines: [checkLine, { ...checkLine, verdict: 'ok' }], ...pages },
    { kind: 'retrains', watch: 'demo', lines: [retraining, kept, failed], ...pages },
    { kind: 'incidents', watch: 'demo', lines: [incidentLine, open], ...pages },
    { kind: 'audit', watch: null, lines: [deed], ...pages },
    { kind: 'traffic', watch: 'demo', lines: [], ...pages, older: null, newer: null },
  ];
  return {
    ...Object.fromEntries(
      histories.map((page) => [
        `history ${page.kind}`,
        historyCard({ ...said(page), timezone: 'UTC' }, asked),
      ]),
    ),
    ...Object.fromEntries(
      histories.map((page) => [
        `file of ${page.kind}`,
        historyFileCard({ ...said(page), timezone: 'UTC' }, '', asked),
      ]),
    ),
    moment: championAtCard(said(ended), asked),
    momentNow: championAtCard(said(serving), asked),
    momentBefore: championAtCard(said(before), asked),
    momentUntold: championAtCard(said(untold), asked),
    momentBare: championAtCard(said({ ...untold, next: null }), asked),
    ...Object.fromEntries(
      hows.map((how) => [
        `moment, ${how}`,
        championAtCard(said({ ...ended, change: { ...retrained, how } }), asked),
      ]),
    ),
    digest: digestCard(said({ at: noon, period: '24h', watches: [busy, calm] }), asked.words),
    digestWeek: digestCard(said({ at: noon, period: '7d', watches: [calm] }), asked.words),
  };
}

function changeCards({ said, ...asked }: Shown): Record<string, Card> {
  const [status = watchOf({})] = said(statusOf([watchOf({ previous: 2 })])).watches;
  const threshold = said({ watch: 'demo', before: 0.25, now: 0.4, own: 0.25 });
  const questions: Record<string, Card | null> = {
    trainQuestion: forceConfirmCard('train', status, asked),
    retrainQuestion: forceConfirmCard('retrain', status, asked),
  };
  const asking = Object.entries(questions).flatMap(([name, card]) => (card === null ? [] : [[name, card]]));
  return {
    ...Object.fromEntries(asking),
    threshold: thresholdCard(threshold, asked),
    thresholdBack: thresholdCard({ ...threshold, now: 0.25, before: 0.4 }, asked),
    cancelled: cancelledCard(said({ watch: 'demo', operation: 'train', by, since: noon }), asked),
    dryRun: dryRunCard(said({ ...rejected, dryRun: true }), asked),
    dryRunPromoted: dryRunCard(said({ ...rejected, result: 'promoted', dryRun: true }), asked),
  };
}

function refusalCards({ said, ...asked }: Shown): Record<string, Card> {
  const { refusal } = asked.words;
  const faults = Array.from({ length: 9 }, (_, at) => said({ path: `${at}.region`, message: 'x1' }));
  const { message, remedy } = said({ message: 'x1', remedy: 'x2' });
  const role = (needed: 'operator' | 'admin', held: 'viewer' | 'operator') =>
    roleRefusedCard({ command: '/retrain', needed, held }, asked);
  return {
    viewerRefused: role('operator', 'viewer'),
    operatorRefused: role('admin', 'operator'),
    oldButton: refusedCard(refusal.old, asked),
    otherServer: refusedCard(refusal.elsewhere, asked),
    failure: failureCard(new AppError('invalid_input', message, { remedy, faults }), asked),
  };
}
