import { rolledBackCard } from '../../core/cards/rolled-back.ts';
import type { Command } from './command.ts';
import { reasonOption } from './incident.ts';
import { switchingTo } from './switching.ts';
import { watchOption, writeInput } from './watch.ts';

export const rollback: Command = {
  name: 'rollback',
  localName: 'restaurer',
  description: { en: 'Put the previous model version back', fr: 'Remettre la version précédente du modèle' },
  scope: 'operate',
  options: [watchOption, reasonOption],
  confirm: (call) => switchingTo(call, 'rollback', ({ serves }) => serves === 'before'),
  async run(call) {
    const { ops, caller, clock, words } = call;
    const result = await ops.rollback(writeInput(call), caller);
    return rolledBackCard({ ...result, by: caller.name, at: clock.now() }, words);
  },
};
