// The incidents of the watches: what is open and who has it, and what was. Pure.
import type { Incident } from '../news.ts';
import type { IncidentsResult } from '../ops/results.ts';
import { across, bareCard, type Card, type Field, inLines, type Rich } from './card.ts';
import type { Telling, Words } from './words/index.ts';

type Entry = IncidentsResult['watches'][number];
type Past = Entry['past'][number];

const pastShown = 5;

export function incidentsCard({ watches, at }: IncidentsResult, { words }: Telling): Card {
  const open = watches.filter(({ incident }) => isOpen(incident)).length;
  return {
    ...bareCard,
    tone: open === 0 ? 'good' : 'bad',
    title: `${open === 0 ? '✅' : '🚨'} ${words.alerts.open(open)}`,
    fields: watches.map((entry) => watchField(entry, words)),
    at,
  };
}

const isOpen = (incident: Incident | null) => incident !== null && incident.phase !== 'resolved';

function watchField({ watch, incident, past }: Entry, words: Words): Field {
  const { alerts } = words;
  const last = incident?.phase === 'resolved' ? pastOf(incident) : [];
  const lines: Rich[] = [
    ...(incident !== null && incident.phase !== 'resolved' ? [openLine(incident, words)] : []),
    ...[...past, ...last]
      .slice(-pastShown)
      .reverse()
      .map((one) => pastLine(one, alerts)),
  ];
  if (lines.length === 0) return across(watch, alerts.none);
  return across(watch, ...inLines(lines));
}

function pastOf({ number, opened, acknowledged, closedAt, resolution, fired }: Incident): Past[] {
  if (closedAt === null || resolution === null) return [];
  const acknowledgedAt = acknowledged?.at ?? null;
  return [{ number, firedAt: opened.at, acknowledgedAt, closedAt, resolution, fired }];
}

function openLine(incident: Incident, { alerts, shared }: Words): Rich {
  const { number, phase, opened, acknowledged, snoozed, fired } = incident;
  return [
    { strong: `#${number} ${alerts.phase[phase]}` },
    alerts.since,
    { time: opened.at, style: 'relative' },
    ...(fired > 1 ? [alerts.fired(fired)] : []),
    acknowledged === null ? shared.nobody : shared.owner(acknowledged.by),
    ...snoozedUntil(snoozed, alerts),
  ];
}

function snoozedUntil(snoozed: Incident['snoozed'], alerts: Words['alerts']): Rich {
  if (snoozed === null) return [];
  if (snoozed.until === null) return [alerts.snoozedUntilResolved];
  return [alerts.snoozedUntil, { time: snoozed.until, style: 'full' }];
}

function pastLine({ number, resolution, closedAt, fired }: Past, alerts: Words['alerts']): Rich {
  const times = fired > 1 ? alerts.fired(fired) : '';
  return [`#${number} ${alerts.resolution[resolution]}${times} `, { time: closedAt, style: 'relative' }];
}
