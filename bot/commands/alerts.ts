// What people do about incidents: the same operations that the buttons of their cards meet.
import { attendedCard } from '../../core/cards/incident-notes.ts';
import { incidentsCard } from '../../core/cards/incidents.ts';
import { testedCard } from '../../core/cards/test.ts';
import { type Command, telling } from './command.ts';
import { incidentOption, reasonOption } from './incident.ts';
import { readInput, watchOption, writeInput } from './watch.ts';

/** Does `act` to the incident that is meant, and shows what came of it. */
function attending(
  act: 'acknowledge' | 'snooze' | 'unsnooze' | 'resolve',
  done: Parameters<typeof attendedCard>[1],
): Command['run'] {
  return async (call) =>
    attendedCard(await call.ops[act](writeInput(call), call.caller), done, telling(call));
}

export const alertsList: Command = {
  name: 'alerts list',
  localName: 'alertes lister',
  description: {
    en: 'The incidents: what is open, who has it, and what was',
    fr: 'Les incidents : ceux qui sont ouverts, qui s’en occupe, et les précédents',
  },
  scope: 'read',
  options: [watchOption],
  async run(call) {
    return incidentsCard(await call.ops.incidents(readInput(call), call.caller), telling(call));
  },
};

export const alertsAck: Command = {
  name: 'alerts ack',
  localName: 'alertes prendre',
  description: {
    en: 'Acknowledge the open incident: you take care of it',
    fr: 'Prendre en charge l’incident ouvert',
  },
  scope: 'operate',
  options: [
    watchOption,
    incidentOption,
    {
      name: 'note',
      description: { en: 'What you do about it', fr: 'Ce que vous allez faire' },
      type: 'string',
      required: false,
    },
  ],
  run: attending('acknowledge', 'acknowledged'),
};

export const alertsSnooze: Command = {
  name: 'alerts snooze',
  localName: 'alertes sourdine',
  description: {
    en: 'Tell nothing of the open incident for a time',
    fr: 'Ne rien dire de l’incident ouvert pendant un temps',
  },
  scope: 'operate',
  options: [
    {
      name: 'for',
      description: { en: 'For how long', fr: 'Pendant combien de temps' },
      type: 'string',
      required: true,
      choices: [
        { name: '1 h', value: '1h' },
        { name: '6 h', value: '6h' },
        { name: '24 h', value: '24h' },
        { name: 'until resolved / jusqu’à la résolution', value: 'resolved' },
      ],
    },
    watchOption,
    incidentOption,
    reasonOption,
  ],
  run: attending('snooze', 'snoozed'),
};

export const alertsUnsnooze: Command = {
  name: 'alerts unsnooze',
  localName: 'alertes reprendre',
  description: {
    en: 'End the snooze: tell of the incident again',
    fr: 'Lever la sourdine : parler à nouveau de l’incident',
  },
  scope: 'operate',
  options: [watchOption, incidentOption],
  run: attending('unsnooze', 'woken'),
};

export const alertsResolve: Command = {
  name: 'alerts resolve',
  localName: 'alertes clore',
  description: {
    en: 'Close the open incident; drift that goes on is a new one',
    fr: 'Clore l’incident ouvert ; une dérive qui continue en sera un nouveau',
  },
  scope: 'operate',
  options: [watchOption, incidentOption, reasonOption],
  run: attending('resolve', 'resolved'),
};

export const alertsTest: Command = {
  name: 'alerts test',
  localName: 'alertes tester',
  description: {
    en: 'Post a card marked as a test where the watch posts its cards',
    fr: 'Publier une carte de test là où la veille publie les siennes',
  },
  scope: 'operate',
  options: [watchOption],
  async run(call) {
    return testedCard(await call.ops.testCard(writeInput(call), call.caller), telling(call));
  },
};
