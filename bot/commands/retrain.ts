import { retrainedActions } from '../../core/cards/actions.ts';
import { retrainCard } from '../../core/cards/retrain.ts';
import { type Command, showSteps } from './command.ts';
import { watchName, watchOption, writeInput } from './watch.ts';

export const retrain: Command = {
  name: 'retrain',
  localName: 'reentrainer',
  description: {
    en: 'Train a challenger and promote it if it is better',
    fr: 'Entraîner un challenger et le promouvoir s’il est meilleur',
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
    const { ops, caller, args, words } = call;
    const steps = showSteps(call, 'retraining', watchName(ops, args));
    const { outcome, run } = await ops.retrain({ ...writeInput(call), trigger: 'manual' }, caller, steps);
    return { ...retrainCard(outcome, run, words), actions: retrainedActions(outcome, words) };
  },
};
