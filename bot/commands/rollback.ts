import { rolledBackCard } from '../../core/cards/rolled-back.ts';
import type { Command } from './command.ts';
import { watchOption, writeInput } from './watch.ts';

export const rollback: Command = {
  name: 'rollback',
  description: 'Put the previous model version back',
  scope: 'operate',
  options: [
    watchOption,
    { name: 'reason', description: 'Why, for the record', type: 'string', required: false },
  ],
  async run(call) {
    const { ops, caller, clock } = call;
    const result = await ops.rollback(writeInput(call), caller);
    return rolledBackCard({ ...result, by: caller.name, at: clock.now() });
  },
};
