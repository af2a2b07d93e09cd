import { expectedCard } from '../../core/cards/expected.ts';
import { type Command, showSteps, telling } from './command.ts';
import { watchName, watchOption, writeInput } from './watch.ts';

export const expected: Command = {
  name: 'expected',
  localName: 'attendu',
  description: {
    en: 'Say that the change of the open incident was expected',
    fr: 'Dire que le changement de l’incident ouvert était attendu',
  },
  scope: 'operate',
  options: [
    watchOption,
    {
      name: 'reason',
      description: { en: 'Why, for the record', fr: 'Pourquoi, pour le registre' },
      type: 'string',
      required: false,
    },
  ],
  async run(call) {
    const { ops, caller, args } = call;
    const steps = showSteps(call, 'expecting', watchName(ops, args));
    return expectedCard(await ops.expected(writeInput(call), caller, steps), telling(call));
  },
};
