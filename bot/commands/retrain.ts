import { retrainCard } from '../../core/cards/retrain.ts';
import { type Command, showSteps } from './command.ts';
import { watchName, watchOption, writeInput } from './watch.ts';

export const retrain: Command = {
  name: 'retrain',
  description: 'Train a challenger and promote it if it is better',
  scope: 'operate',
  options: [
    watchOption,
    { name: 'reason', description: 'Why, for the record', type: 'string', required: false },
  ],
  async run(call) {
    const { ops, caller, args } = call;
    const steps = showSteps(call, 'Retraining', watchName(ops, args));
    const { outcome, run } = await ops.retrain({ ...writeInput(call), trigger: 'manual' }, caller, steps);
    return retrainCard(outcome, run);
  },
};
