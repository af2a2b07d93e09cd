import { historyCard } from '../../core/cards/history.ts';
import { type Command, telling } from './command.ts';
import { readInput, watchOption } from './watch.ts';

const cursor = (name: string, en: string, fr: string) =>
  ({ name, description: { en, fr }, type: 'string', required: false }) as const;

export const history: Command = {
  name: 'history',
  localName: 'historique',
  description: {
    en: 'What was: checks, retrainings, incidents, and who did what',
    fr: 'Ce qui a été : contrôles, réentraînements, incidents, et qui a fait quoi',
  },
  scope: 'read',
  options: [
    {
      name: 'kind',
      description: { en: 'Of what', fr: 'De quoi' },
      type: 'string',
      required: true,
      choices: [
        { name: 'checks', value: 'checks' },
        { name: 'retrains', value: 'retrains' },
        { name: 'incidents', value: 'incidents' },
        { name: 'audit: who did what', value: 'audit' },
        { name: 'traffic: rows and labels from programs', value: 'traffic' },
      ],
    },
    watchOption,
    cursor(
      'before',
      'Older than this place in the list, as its button has it',
      'Avant cette place dans la liste, telle que le bouton la donne',
    ),
    cursor(
      'after',
      'Newer than this place in the list, as its button has it',
      'Après cette place dans la liste, telle que le bouton la donne',
    ),
  ],
  async run(call) {
    const { ops, caller, args } = call;
    return historyCard(await ops.history({ ...args, ...readInput(call) }, caller), telling(call));
  },
};
