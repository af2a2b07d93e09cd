import { trainedCard } from '../../core/cards/trained.ts';
import { type Command, showStoppableSteps } from './command.ts';
import { watchName, watchOption, writeInput } from './watch.ts';

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
  async run(call) {
    const { ops, caller, args, clock, words } = call;
    const steps = showStoppableSteps(call, 'training', watchName(ops, args));
    const { run, ...trained } = await ops.train(writeInput(call), caller, steps);
    return trainedCard({ ...trained, at: clock.now() }, run, words);
  },
};
