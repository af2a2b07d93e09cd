// What can be done about an incident by one press. Each names the incident it is about, so that a press on the card of
// one that is over does nothing to the one that followed it. Pure.
import type { Incident, News } from '../news.ts';
import { promoteAnyway, reportActions, rollback } from './actions.ts';
import { approvalActions } from './approval.ts';
import { type Action, button } from './card.ts';
import { challengerIn } from './probation.ts';
import { heldActions } from './quarantine.ts';
import type { Words } from './words/index.ts';

type IncidentNews = Extract<News, { kind: 'incident' }>;
type Args = Readonly<Record<string, string>>;

export function incidentActions(news: IncidentNews, words: Words): Action[] {
  const { incident, watch, elsewhere, held } = news;
  const { life, actions } = words;
  const { phase, acknowledged, resolution } = incident;
  const args = { watch, incident: String(incident.number) };
  if (phase === 'resolved') {
    if (incident.snoozed !== null) return snoozing(incident, args, life);
    const undo = resolution === 'promoted' && !elsewhere;
    return [...(undo ? [rollback(watch, words)] : []), ...heldActions(held, watch, words)];
  }
  const take =
    acknowledged === null ? [button('main', life.acknowledge, { command: 'alerts ack', args })] : [];
  const snooze = snoozing(incident, args, life);
  if (phase === 'retraining') return [...take, ...snooze];
  const close = button('plain', life.resolve, { command: 'alerts resolve', args });
  if (phase === 'probation')
    return [...take, rollback(watch, words), close, ...reportActions(watch, words), ...snooze];
  return [
    ...take,
    ...answers(news, words),
    ...heldActions(held, watch, words),
    button('plain', actions.expected, { command: 'alerts expected', args }),
    close,
    ...reportActions(watch, words),
    ...snooze,
  ];
}

/** What puts another version in the champion's place. */
function answers(
  { incident, watch, elsewhere, registered, broken, waiting }: IncidentNews,
  words: Words,
): Action[] {
  const { phase, retrain } = incident;
  if (phase === 'proposed' && retrain !== null) return approvalActions(retrain, words);
  const trained = !elsewhere && registered === undefined && waiting === null;
  if (!trained || (phase !== 'rejected' && broken.length > 0)) return [];
  const kept = challengerIn(incident);
  const anyway = phase === 'rejected' && kept !== undefined ? promoteAnyway({ watch, kept }, words) : [];
  return [button('main', words.actions.retrain, { command: 'retrain', args: { watch } }), ...anyway];
}

function snoozing({ snoozed }: Incident, args: Args, life: Words['life']): Action[] {
  if (snoozed !== null) return [button('plain', life.unsnooze, { command: 'alerts unsnooze', args })];
  const choices = Object.entries(life.spans).map(([value, label]) => ({ label, value }));
  return [{ kind: 'menu', label: life.snooze, command: 'alerts snooze', args, name: 'for', choices }];
}
