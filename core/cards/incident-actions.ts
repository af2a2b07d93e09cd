// What can be done about an incident by one press. Each names the incident it is about, so that a press on the card of
// one that is over does nothing to the one that followed it. Pure.
import type { Incident, News } from '../news.ts';
import { promoteAnyway, reportActions, rollback } from './actions.ts';
import type { Action } from './card.ts';
import type { Words } from './words/index.ts';

type IncidentNews = Extract<News, { kind: 'incident' }>;
type Args = Readonly<Record<string, string>>;

export function incidentActions(
  { incident, watch, elsewhere, broken, waiting }: IncidentNews,
  words: Words,
): Action[] {
  const { life, actions } = words;
  const { phase, acknowledged, resolution } = incident;
  const args = { watch, incident: String(incident.number) };
  if (phase === 'resolved') {
    if (incident.snoozed !== null) return snoozing(incident, args, life);
    const undo = resolution === 'promoted' && !elsewhere;
    return undo ? [rollback(watch, words)] : [];
  }
  const take = acknowledged === null ? [button(life.acknowledge, 'alerts ack', args, 'main')] : [];
  const snooze = snoozing(incident, args, life);
  if (phase === 'retraining') return [...take, ...snooze];
  const trains = !elsewhere && waiting === null && (phase === 'rejected' || broken.length === 0);
  return [
    ...take,
    ...(trains ? [button(actions.retrain, 'retrain', { watch }, 'main')] : []),
    ...(trains && phase === 'rejected' ? [promoteAnyway(watch, words)] : []),
    button(actions.expected, 'alerts expected', args, 'plain'),
    button(life.resolve, 'alerts resolve', args, 'plain'),
    ...reportActions(watch, words),
    ...snooze,
  ];
}

function snoozing({ snoozed }: Incident, args: Args, life: Words['life']): Action[] {
  if (snoozed !== null) return [button(life.unsnooze, 'alerts unsnooze', args, 'plain')];
  const choices = Object.entries(life.spans).map(([value, label]) => ({ label, value }));
  return [{ kind: 'menu', label: life.snooze, command: 'alerts snooze', args, name: 'for', choices }];
}

function button(label: string, command: string, args: Args, look: 'main' | 'plain' | 'danger'): Action {
  return { kind: 'button', label, command, args, look };
}
