import { simulateCard } from '../../core/cards/simulate.ts';
import { type Command, telling } from './command.ts';
import { watchOption, writeInput } from './watch.ts';

export const simulate: Command = {
  name: 'simulate',
  localName: 'simuler',
  description: {
    en: 'Put drift into a synthetic watch, to see it found',
    fr: 'Mettre une dérive dans une veille synthétique, pour la voir trouvée',
  },
  scope: 'operate',
  options: [
    {
      name: 'scenario',
      description: { en: 'What shall change', fr: 'Ce qui doit changer' },
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
      description: {
        en: '0 to 3; 1 is one standard deviation, or the whole concept turned',
        fr: '0 à 3 ; 1 = un écart-type, ou le concept entièrement inversé',
      },
      type: 'number',
      required: false,
    },
    watchOption,
  ],
  async run(call) {
    const { ops, caller } = call;
    return simulateCard(await ops.simulate(writeInput(call), caller), telling(call));
  },
};
