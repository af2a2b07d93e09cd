import { rolledBackCard } from '../../core/cards/rolled-back.ts';
import type { Command } from './command.ts';
import { reasonOption } from './incident.ts';
import { switchingTo } from './switching.ts';
import { versionOption } from './version.ts';
import { watchOption, writeInput } from './watch.ts';

export const promote: Command = {
  name: 'promote',
  localName: 'promouvoir',
  description: {
    en: 'Let a kept version serve, whatever the gate would say',
    fr: 'Mettre en service une version gardée, quoi que dirait le contrôle',
  },
  scope: 'admin',
  options: [versionOption('version'), watchOption, reasonOption],
  confirm: (call) => switchingTo(call, 'promote', ({ version }) => version === call.args['version']),
  async run(call) {
    const { ops, caller, clock, words } = call;
    const moved = await ops.promote(writeInput(call), caller);
    return rolledBackCard({ ...moved, how: 'promoted', by: caller.name, at: clock.now() }, words);
  },
};
