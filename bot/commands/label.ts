import { labelCard } from '../../core/cards/label.ts';
import type { Command } from './command.ts';
import { watchOption } from './watch.ts';

export const label: Command = {
  name: 'label',
  description: 'Tell the true outcome of a prediction',
  scope: 'operate',
  options: [
    { name: 'id', description: 'The prediction id', type: 'string', required: true },
    { name: 'label', description: 'What really came', type: 'string', required: true },
    watchOption,
  ],
  async run({ ops, caller, args, clock }) {
    const { id, label, ...rest } = args;
    const result = await ops.label({ ...rest, labels: [{ id, label }] }, caller);
    return labelCard(result, clock.now());
  },
};
