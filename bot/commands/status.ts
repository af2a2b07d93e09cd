import { statusCard } from '../../core/cards/status.ts';
import type { Command } from './command.ts';
import { watchOption, writeInput } from './watch.ts';

export const status: Command = {
  name: 'status',
  localName: 'statut',
  description: { en: 'How every watch and the service stand', fr: 'Où en sont les veilles et le service' },
  scope: 'read',
  options: [
    {
      ...watchOption,
      description: {
        en: 'This watch alone; all of them where it is left out',
        fr: 'Cette veille seule ; toutes quand elle manque',
      },
    },
  ],
  /** The channel's watch does not stand in: who asks how things stand wants to see them all. */
  run: async (call) => statusCard(await call.ops.status(writeInput(call), call.caller), call.words),
};
