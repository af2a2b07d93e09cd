import { statusCard } from '../../core/cards/status.ts';
import type { Command } from './command.ts';

export const status: Command = {
  name: 'status',
  localName: 'statut',
  description: { en: 'How every watch and the service stand', fr: 'Où en sont les veilles et le service' },
  scope: 'read',
  options: [],
  run: async ({ ops, caller, words }) => statusCard(await ops.status({}, caller), words),
};
