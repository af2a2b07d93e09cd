import { cancelledCard } from '../../core/cards/cancelled.ts';
import { type Command, telling } from './command.ts';
import { watchOption, writeInput } from './watch.ts';

export const cancel: Command = {
  name: 'cancel',
  localName: 'annuler',
  description: {
    en: 'Stop the training or retraining that runs; nothing is changed by it',
    fr: 'Arrêter l’entraînement ou le réentraînement en cours ; rien n’est modifié',
  },
  scope: 'operate',
  options: [watchOption],
  run: async (call) => cancelledCard(await call.ops.cancel(writeInput(call), call.caller), telling(call)),
};
