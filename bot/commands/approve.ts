import { declinedCard } from '../../core/cards/approval.ts';
import { rolledBackCard } from '../../core/cards/rolled-back.ts';
import { type Command, telling } from './command.ts';
import { reasonOption } from './incident.ts';
import { switchingTo } from './switching.ts';
import { versionOption } from './version.ts';
import { watchOption, writeInput } from './watch.ts';

export const approve: Command = {
  name: 'approve',
  localName: 'approuver',
  description: {
    en: 'Let a challenger serve that passed the gate and waits for approval',
    fr: 'Mettre en service un challenger admis qui attend une approbation',
  },
  scope: 'operate',
  options: [versionOption('version'), watchOption, reasonOption],
  confirm: (call) => switchingTo(call, 'approve', ({ version }) => version === call.args['version']),
  async run(call) {
    const { ops, caller, clock, words } = call;
    const moved = await ops.approve(writeInput(call), caller);
    return rolledBackCard({ ...moved, how: 'promoted', by: caller.name, at: clock.now() }, words);
  },
};

export const reject: Command = {
  name: 'reject',
  localName: 'refuser',
  description: {
    en: 'Refuse a challenger that waits for approval; the champion serves on',
    fr: 'Refuser un challenger qui attend une approbation ; le champion reste en service',
  },
  scope: 'operate',
  options: [versionOption('version'), watchOption, reasonOption],
  async run(call) {
    return declinedCard(await call.ops.reject(writeInput(call), call.caller), telling(call));
  },
};
