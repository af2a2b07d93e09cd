import { labelCard } from '../../core/cards/label.ts';
import { type Command, telling } from './command.ts';
import { watchOption } from './watch.ts';

export const label: Command = {
  name: 'label',
  localName: 'etiqueter',
  description: {
    en: 'Tell the true outcome of a prediction',
    fr: 'Dire ce qui est vraiment arrivé après une prédiction',
  },
  scope: 'operate',
  options: [
    {
      name: 'id',
      description: { en: 'The prediction id', fr: 'L’identifiant de la prédiction' },
      type: 'string',
      required: true,
    },
    {
      name: 'label',
      description: { en: 'What really came', fr: 'Ce qui est vraiment arrivé' },
      type: 'string',
      required: true,
    },
    watchOption,
  ],
  async run(call) {
    const { ops, caller, args } = call;
    const { id, label, ...rest } = args;
    const result = await ops.label({ ...rest, labels: [{ id, label }] }, caller);
    return labelCard(result, telling(call));
  },
};
