import { statusCard } from '../../core/cards/status.ts';
import type { Command } from './command.ts';

export const status: Command = {
  name: 'status',
  description: 'How every watch and the service stand',
  scope: 'read',
  options: [],
  run: async ({ ops, caller }) => statusCard(await ops.status({}, caller)),
};
