import { forceConfirmCard } from '../../core/cards/confirm.ts';
import { trainedCard } from '../../core/cards/trained.ts';
import { type Command, showStoppableSteps, telling } from './command.ts';
import { statusOf, watchName, watchOption, writeInput } from './watch.ts';

export const train: Command = {
  name: 'train',
  localName: 'entrainer',
  description: {
    en: 'Train the first model; where it is served elsewhere, take a reference',
    fr: 'Entraîner le premier modèle ; s’il est servi ailleurs, prendre une référence',
  },
  scope: 'operate',
  options: [
    watchOption,
    {
      name: 'force',
      description: {
        en: 'Replace a model that serves already, without a comparison (admin)',
        fr: 'Remplacer sans comparaison un modèle déjà en service (admin)',
      },
      type: 'boolean',
      required: false,
    },
  ],
  async confirm(call) {
    const status = call.args['force'] === true ? await statusOf(call) : null;
    return status && forceConfirmCard('train', status, telling(call));
  },
  async run(call) {
    const { ops, caller, args, clock, words } = call;
    const steps = showStoppableSteps(call, 'training', watchName(ops, args));
    const { run, ...trained } = await ops.train(writeInput(call), caller, steps);
    return trainedCard({ ...trained, at: clock.now() }, run, words);
  },
};
