import { digestCard } from '../../core/cards/digest.ts';
import type { Command } from './command.ts';
import { readInput, watchOption } from './watch.ts';

export const digest: Command = {
  name: 'digest',
  localName: 'bilan',
  description: {
    en: 'What the last day or week came to, watch by watch',
    fr: 'Le bilan du dernier jour ou de la dernière semaine, par veille',
  },
  scope: 'read',
  options: [
    {
      name: 'period',
      description: { en: 'How far back', fr: 'Jusqu’où remonter' },
      type: 'string',
      required: false,
      choices: [
        { name: '24 h', value: '24h' },
        { name: '7 d / 7 j', value: '7d' },
      ],
    },
    watchOption,
  ],
  async run(call) {
    const { period } = call.args;
    const input = { ...readInput(call), ...(period === undefined ? {} : { period }) };
    return digestCard(await call.ops.digest(input, call.caller), call.words);
  },
};
