// What a person can do about an incident. Pure.
import type { Incident, News } from '../news.ts';
import { across, type Field, type Rich } from './card.ts';
import { expectedStep } from './expected.ts';
import { count } from './numbers.ts';

type IncidentNews = Extract<News, { kind: 'incident' }>;

/** Cards without buttons name the command instead. */
export function nextField({ incident, elsewhere, watch, waiting, broken }: IncidentNews): Field[] {
  const details: Rich = ['see details with ', { code: `/drift watch:${watch}` }];
  if (incident.phase === 'firing' && broken.length > 0)
    return [repairField(broken, [...expectedStep(watch), ...details])];
  if (elsewhere) return incident.phase === 'resolved' ? [] : [elsewhereField(watch, details)];
  if (incident.phase === 'retraining') return [];
  if (incident.phase === 'resolved') {
    if (incident.resolution !== 'promoted') return [];
    return [across('What you can do', 'undo it with ', { code: `/rollback watch:${watch}` })];
  }
  if (waiting !== null) return [waitingField(incident.latest, waiting, [...expectedStep(watch), ...details])];
  return [
    across(
      'What you can do',
      'retrain now with ',
      { code: `/retrain watch:${watch}` },
      '; ',
      ...expectedStep(watch),
      ...details,
    ),
  ];
}

function repairField(broken: readonly string[], details: Rich): Field {
  return across(
    'What you can do',
    'mend what fills ',
    ...columnNames(broken),
    '; no retraining starts by itself, it would learn the fault; ',
    ...details,
  );
}

function waitingField(
  { estimate }: Incident['latest'],
  { labelled, needed }: NonNullable<IncidentNews['waiting']>,
  details: Rich,
): Field {
  return across(
    'What you can do',
    `accuracy is ${estimate === null ? 'unknown' : 'estimated'} until labels come, `,
    `retraining waits for them (${count(labelled)} of ${count(needed)}): send them with `,
    { code: '/label' },
    ' or POST /labels; ',
    ...details,
  );
}

/** Nothing that is done here would help. */
function elsewhereField(watch: string, details: Rich): Field {
  return across(
    'What you can do',
    'the model is served elsewhere: retrain it where it lives, then take a new reference with ',
    { code: `/train watch:${watch} force:true` },
    '; ',
    ...expectedStep(watch),
    ...details,
  );
}

export const columnNames = (columns: readonly string[]): Rich =>
  columns.flatMap((name, at) => (at === 0 ? [{ code: name }] : [', ', { code: name }]));
