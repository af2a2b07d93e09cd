import { rollbackConfirmCard } from '../../core/cards/confirm.ts';
import { rolledBackCard } from '../../core/cards/rolled-back.ts';
import { type Command, telling } from './command.ts';
import { statusOf, watchOption, writeInput } from './watch.ts';

export const rollback: Command = {
  name: 'rollback',
  localName: 'restaurer',
  description: { en: 'Put the previous model version back', fr: 'Remettre la version précédente du modèle' },
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
  async confirm(call) {
    const status = await statusOf(call);
    return status && rollbackConfirmCard(status, telling(call));
  },
  async run(call) {
    const { ops, caller, clock, words } = call;
    const result = await ops.rollback(writeInput(call), caller);
    return rolledBackCard({ ...result, by: caller.name, at: clock.now() }, words);
  },
};
