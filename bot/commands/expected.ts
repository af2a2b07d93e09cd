import { expectedCard } from '../../core/cards/expected.ts';
import { type Command, showSteps } from './command.ts';
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
    const { ops, caller, args, clock } = call;
    const steps = showSteps(call, 'Teaching the monitor', watchName(ops, args));
    return expectedCard(await ops.expected(writeInput(call), caller, steps), clock.now());
  },
};
