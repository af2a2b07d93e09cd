// What people did about an incident, as its card shows it. Pure.
import type { Incident, News } from '../news.ts';
import { beside, type Field, type Rich, type Tone } from './card.ts';
import type { Words } from './words/index.ts';

type Life = Words['life'];

/** Before the phase's own title: who has it, that it is snoozed, who closed it. */
export function lifeHeadline(
  { incident }: Extract<News, { kind: 'incident' }>,
  { life }: Words,
): { tone: Tone; title: string } | null {
  const { phase, acknowledged, snoozed, resolution, opened } = incident;
  const of = `${opened.watch} v${opened.version}`;
  if (snoozed !== null) return { tone: 'plain', title: life.snoozedTitle(of) };
  if (resolution === 'closed') return { tone: 'good', title: life.closedTitle(of) };
  if (phase !== 'firing' || acknowledged === null) return null;
  return { tone: 'warn', title: life.takenTitle(acknowledged.by, of) };
}

/** Instead of the phase's own summary. */
export function lifeSummary({ closed, resolution }: Incident, { life }: Words): Rich | null {
  if (resolution !== 'closed' || closed === undefined) return null;
  return [{ strong: closed.by }, life.closedBy, ...remark(closed.reason, life.reason)];
}

/** What a person typed comes last, so that it cannot pass for ours. */
export function lifeFields({ acknowledged, snoozed, fired }: Incident, { life }: Words): Field[] {
  return [
    ...(fired > 1 ? [beside(life.fired, life.times(fired))] : []),
    ...(acknowledged === null ? [] : [beside(life.owner, ...owner(acknowledged, life))]),
    ...(snoozed === null ? [] : [beside(life.snoozed, ...snooze(snoozed, life))]),
  ];
}

function owner({ by, at, note }: NonNullable<Incident['acknowledged']>, life: Life): Rich {
  return [{ strong: by }, life.since, { time: at, style: 'full' }, ...remark(note, life.note)];
}

export function snooze({ by, until, reason }: NonNullable<Incident['snoozed']>, life: Life): Rich {
  const end: Rich = until === null ? [life.spans.resolved] : [life.until, { time: until, style: 'full' }];
  return [...end, life.by, { strong: by }, ...remark(reason, life.reason)];
}

export function remark(text: string | null, told: (text: string) => string): Rich {
  return text === null ? [] : [told(text)];
}

/** Lines of the timeline. */
export function lifeLines(incident: Incident, { life }: Words): Rich[] {
  const { acknowledged, snoozed, closed, closedAt, fired, calledAt } = incident;
  const line = (at: number, text: string): Rich => [{ time: at, style: 'full' }, text];
  return [
    ...(fired > 1 ? [line(calledAt, life.firedAgain(fired))] : []),
    ...(acknowledged === null ? [] : [line(acknowledged.at, life.took(acknowledged.by))]),
    ...(snoozed === null ? [] : [line(snoozed.at, life.snoozedBy(snoozed.by))]),
    ...(closed === undefined || closedAt === null ? [] : [line(closedAt, life.closed(closed.by))]),
  ];
}
