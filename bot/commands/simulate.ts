import { simulateCard } from '../../core/cards/simulate.ts';
import type { Command } from './command.ts';
import { watchOption, writeInput } from './watch.ts';

export const simulate: Command = {
  name: 'simulate',
  description: 'Put drift into a synthetic watch, to see it found',
  scope: 'operate',
  options: [
    {
      name: 'scenario',
      description: 'What shall change',
      type: 'string',
      required: true,
      choices: [
        { name: 'none: end the simulation', value: 'none' },
        { name: 'covariate: the features shift', value: 'covariate' },
        { name: 'concept: what they mean turns', value: 'concept' },
      ],
    },
    {
      name: 'strength',
      description: '0 to 3; 1 is one standard deviation, or the whole concept turned',
      type: 'number',
      required: false,
    },
    watchOption,
  ],
  async run(call) {
    const { ops, caller, clock } = call;
    return simulateCard(await ops.simulate(writeInput(call), caller), clock.now());
  },
};
