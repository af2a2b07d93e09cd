import { configCard } from '../../core/cards/config.ts';
import { type Command, telling } from './command.ts';
import { readInput, watchOption } from './watch.ts';

export const config: Command = {
  name: 'config',
  localName: 'config',
  description: {
    en: 'What holds and who decided it; no secrets',
    fr: 'Ce qui vaut et qui l’a décidé ; aucun secret',
  },
  scope: 'admin',
  reads: true,
  options: [watchOption],
  run: async (call) => configCard(await call.ops.config(readInput(call), call.caller), telling(call)),
};
