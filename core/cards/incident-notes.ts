// Short cards beside that of an incident: a line for its conversation, a reminder, the answer to whoever did something. Pure.
import type { Change, Incident, News } from '../news.ts';
import type { AttendResult } from '../ops/results.ts';
import { bareCard, type Card, type Rich, type Tone } from './card.ts';
import { remark, snooze } from './incident-life.ts';
import { asksAHuman } from './incident-next.ts';
import { changeIn, undoneSentence } from './probation.ts';
import { outcomeReason } from './reasons.ts';
import type { Telling, Words } from './words/index.ts';

type Life = Words['life'];
type Line = { readonly tone: Tone; readonly title: string; readonly summary?: Rich };

/** What a revision tells, in one line; null = nothing that the card does not say. */
export function incidentNote({ incident, change, watch, at }: NewsOf<'incident'>, words: Words): Card | null {
  if (change === null || change === 'fired' || change === 'proving') return null;
  const footer = words.life.incident(incident.number, watch);
  return { ...bareCard, ...lineOf(incident, change, words), footer, at };
}

type NewsOf<K extends News['kind']> = Extract<News, { kind: K }>;

function lineOf(incident: Incident, change: Exclude<Change, 'fired' | 'proving'>, words: Words): Line {
  const { life } = words;
  const { notes } = life;
  switch (change) {
    case 'fired_again':
      return { tone: 'bad', title: notes.fired_again(incident.fired) };
    case 'moved':
      return { tone: 'warn', title: notes.moved(scoreOf(incident, words)) };
    case 'acknowledged':
      return { tone: 'warn', ...taken(incident, life) };
    case 'snoozed':
      return { tone: 'plain', ...muted(incident, life) };
    case 'woken':
      return { tone: 'bad', title: notes.woken };
    case 'retraining':
      return { tone: 'busy', title: notes.retraining };
    case 'abandoned':
      return { tone: 'warn', title: notes.abandoned };
    case 'cancelled':
      return { tone: 'warn', ...stopped(incident, words) };
    case 'rejected':
      return { tone: 'warn', ...keptOut(incident, words) };
    case 'proposed':
      return { tone: 'warn', title: words.approval.note, summary: reasonOf(incident, words) };
    case 'on_probation':
      return { tone: 'busy', title: words.probation.notes.begun(changeIn(incident)) };
    case 'held':
      return { tone: 'bad', title: words.quarantine.held };
    case 'undone':
      return { tone: 'bad', ...putBack(incident, words) };
    case 'resolved':
      return { tone: 'good', ...ended(incident, words) };
  }
}

function stopped({ cancelled, retryAt }: Incident, { life, incident }: Words): Omit<Line, 'tone'> {
  return {
    title: life.notes.cancelled(cancelled?.by ?? ''),
    summary: retryAt === null ? [] : [incident.retryAt, { time: retryAt, style: 'full' }],
  };
}

function keptOut(incident: Incident, words: Words): Omit<Line, 'tone'> {
  const { notes } = words.life;
  return {
    title: asksAHuman(incident) ? notes.asks(incident.rejections) : notes.rejected,
    summary: incident.retrain?.result === 'rejected' ? reasonOf(incident, words) : [],
  };
}

function reasonOf({ retrain }: Incident, words: Words): Rich {
  return retrain === null ? [] : [outcomeReason(retrain, words)];
}

function putBack({ undone }: Incident, words: Words): Omit<Line, 'tone'> {
  const { notes } = words.probation;
  if (undone == null) return { title: notes.undone('') };
  const { from, to } = undone;
  return { title: notes.undone(`v${from} -> v${to}`), summary: undoneSentence(undone, words) };
}

function scoreOf({ latest }: Incident, { numbers }: Words): string {
  return numbers.scoreAndThreshold(latest.score ?? 0, latest.threshold)[0];
}

function taken({ acknowledged }: Incident, { notes, note }: Life): Omit<Line, 'tone'> {
  return {
    title: notes.acknowledged(acknowledged?.by ?? ''),
    summary: remark(acknowledged?.note ?? null, note),
  };
}

function muted({ snoozed }: Incident, life: Life): Omit<Line, 'tone'> {
  return {
    title: life.notes.snoozed(snoozed?.by ?? ''),
    summary: snoozed === null ? [] : snooze(snoozed, life),
  };
}

function ended(incident: Incident, { life, probation }: Words): Omit<Line, 'tone'> {
  const { notes, reason } = life;
  const { resolution, retrain, expected, closed } = incident;
  if (resolution === 'expected')
    return { title: notes.expected(expected?.by ?? ''), summary: remark(expected?.reason ?? null, reason) };
  if (resolution === 'closed')
    return { title: notes.closed(closed?.by ?? ''), summary: remark(closed?.reason ?? null, reason) };
  if (resolution === 'promoted' && retrain?.version != null && incident.probation != null)
    return { title: probation.notes.passed(retrain.version) };
  if (resolution === 'promoted' && retrain?.version != null)
    return { title: notes.promoted(retrain.championBefore, retrain.version) };
  if (resolution === 'promoted') return { title: notes.anew };
  return { title: resolution === 'rolled_back' ? notes.rolled_back : notes.quiet };
}

export function reminderCard({ incident, level, watch, at }: NewsOf<'reminder'>, { life }: Words): Card {
  const command = { code: `/alerts ack watch:${watch}` };
  const last = level === 2 ? [life.lastReminder] : [];
  return {
    ...bareCard,
    tone: 'warn',
    title: life.reminder[level](incident.number, watch),
    summary: [life.waitsSince, { time: incident.calledAt, style: 'relative' }, life.takeIt, command, ...last],
    footer: life.incident(incident.number, watch),
    at,
  };
}

/** What came of an action, to whoever asked for it; done already is an answer too. */
export function attendedCard(
  { watch, incident, done }: AttendResult,
  action: 'acknowledged' | 'snoozed' | 'woken' | 'resolved',
  { words, at }: Telling,
): Card {
  const { life } = words;
  const line = done ? doneLine(incident, action, words) : standing(incident, action, life);
  return { ...bareCard, ...line, footer: life.incident(incident.number, watch), at };
}

/** The end of a snooze, as whoever asked for it hears it: the incident may be over. */
function doneLine(incident: Incident, action: Parameters<typeof attendedCard>[1], words: Words): Line {
  return action === 'woken'
    ? { tone: 'plain', title: words.life.unsnoozed }
    : lineOf(incident, action, words);
}

function standing(
  incident: Incident,
  action: Parameters<typeof attendedCard>[1],
  { already, sinceThen }: Life,
): Line {
  const { acknowledged, snoozed, closedAt } = incident;
  const since = (at: number | null | undefined): Rich =>
    at == null ? [] : [sinceThen, { time: at, style: 'relative' }];
  switch (action) {
    case 'acknowledged':
      return {
        tone: 'warn',
        title: already.acknowledged(acknowledged?.by ?? ''),
        summary: since(acknowledged?.at),
      };
    case 'snoozed':
      return { tone: 'plain', title: already.snoozed(snoozed?.by ?? ''), summary: since(snoozed?.at) };
    case 'woken':
      return { tone: 'plain', title: already.awake };
    case 'resolved':
      return { tone: 'plain', title: already.resolved, summary: since(closedAt) };
  }
}
