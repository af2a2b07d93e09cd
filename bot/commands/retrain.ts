import { retrainedActions } from '../../core/cards/actions.ts';
import { forceConfirmCard } from '../../core/cards/confirm.ts';
import { dryRunCard } from '../../core/cards/dry-run.ts';
import { retrainCard } from '../../core/cards/retrain.ts';
import { type Command, showStoppableSteps, telling } from './command.ts';
import { reasonOption } from './incident.ts';
import { statusOf, watchName, watchOption, writeInput } from './watch.ts';

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
    reasonOption,
    {
      name: 'dry_run',
      description: {
        en: 'Only say what would be promoted; nothing changes',
        fr: 'Dire seulement ce qui serait promu ; rien ne change',
      },
      type: 'boolean',
      required: false,
    },
    {
      name: 'force',
      description: {
        en: 'Promote the best challenger whatever the gate says (admin)',
        fr: 'Promouvoir le meilleur challenger quoi que dise le contrôle (admin)',
      },
      type: 'boolean',
      required: false,
    },
  ],
  async confirm(call) {
    const { force, dry_run: dryRun } = call.args;
    const status = force === true && dryRun !== true ? await statusOf(call) : null;
    return status && forceConfirmCard('retrain', status, telling(call));
  },
  async run(call) {
    const { ops, caller, args, words } = call;
    const steps = showStoppableSteps(call, 'retraining', watchName(ops, args));
    const { outcome, run } = await ops.retrain({ ...writeInput(call), trigger: 'manual' }, caller, steps);
    if (outcome.dryRun) return dryRunCard(outcome, telling(call));
    return { ...retrainCard(outcome, run, words), actions: retrainedActions(outcome, words) };
  },
};
