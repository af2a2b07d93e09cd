// What a person can do about an incident. Pure.
import type { Incident, News } from '../news.ts';
import { approvalStep } from './approval.ts';
import { across, type Field, type Rich } from './card.ts';
import { expectedStep } from './expected.ts';
import { challengerIn } from './probation.ts';
import { heldSteps } from './quarantine.ts';
import { because, verdictReason } from './reasons.ts';
import type { Words } from './words/index.ts';

type IncidentNews = Extract<News, { kind: 'incident' }>;

/** Challengers in a row after which training is unlikely to help. */
const askAHumanAfter = 3;

/** A person's refusal says nothing of what training could do. */
export function asksAHuman({ rejections, retrain }: Incident): boolean {
  return rejections >= askAHumanAfter && retrain?.declinedBy === undefined;
}

/** Cards without buttons name the command instead. */
export function nextField(news: IncidentNews, words: Words): Field[] {
  const steps = decision(news, words) ?? nextSteps(news, words);
  return steps === null ? [] : [across(words.shared.canDo, ...steps)];
}

/** Rows that wait for one. */
function decision({ incident, held, watch }: IncidentNews, words: Words): Rich | null {
  if (held?.status !== 'held' || incident.phase === 'retraining') return null;
  return heldSteps(held, watch, words);
}

function nextSteps(news: IncidentNews, words: Words): Rich | null {
  const { incident, elsewhere, registered, watch, waiting, broken } = news;
  const own = words.incident;
  const known: Rich = [...expectedStep(watch, words), ...own.details(`/drift watch:${watch}`)];
  if (incident.phase === 'firing' && broken.length > 0) return [...own.repair(columnNames(broken)), ...known];
  if (elsewhere)
    return incident.phase === 'resolved'
      ? null
      : [...own.elsewhere(`/train watch:${watch} force:true`), ...known];
  if (incident.phase === 'retraining') return null;
  if (incident.phase === 'probation') return words.shared.undo(`/rollback watch:${watch}`);
  if (incident.phase === 'resolved') return undoStep(incident, watch, words);
  if (incident.phase === 'proposed' && incident.retrain !== null)
    return approvalStep(incident.retrain, words);
  if (registered !== undefined) return [...own.registerAnew(registered), ...known];
  const kept = challengerIn(incident);
  if (incident.phase === 'rejected' && asksAHuman(incident) && kept !== undefined)
    return [...own.decide(`/promote watch:${watch} version:${kept}`), ...known];
  if (waiting === null) return [...own.retrainNow(`/retrain watch:${watch}`), ...known];
  const estimated = incident.latest.estimate !== null;
  return [...own.waiting(estimated, waiting.labelled, waiting.needed), ...known];
}

function undoStep({ resolution }: Incident, watch: string, { shared }: Words): Rich | null {
  return resolution === 'promoted' ? shared.undo(`/rollback watch:${watch}`) : null;
}

const columnNames = (columns: readonly string[]): Rich =>
  columns.flatMap((name, at) => (at === 0 ? [{ code: name }] : [', ', { code: name }]));

/** A repair is asked for, whatever the grade: training would learn the fault. */
export function brokenSentence(broken: readonly string[], report: Incident['latest'], words: Words): Rich {
  const own = words.incident;
  return [
    { strong: own.fix },
    ...own.broken(columnNames(broken)),
    ...because(verdictReason(report, words), words),
  ];
}
