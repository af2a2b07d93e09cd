import { driftCard } from '../../core/cards/drift.ts';
import { type Command, showSteps } from './command.ts';
import { readInput, watchName, watchOption } from './watch.ts';

export const drift: Command = {
  name: 'drift',
  description: 'The newest drift report; run:now checks first',
  scope: 'read',
  options: [
    watchOption,
    {
      name: 'run',
      description: 'Check now instead of waiting for the next patrol',
      type: 'string',
      required: false,
      choices: [{ name: 'now', value: 'now' }],
    },
  ],
  async run(call) {
    const { ops, caller, clock } = call;
    const { run } = call.args;
    const input = readInput(call);
    const checked =
      run === 'now'
        ? await ops.check(input, caller, showSteps(call, 'Checking', watchName(ops, input)))
        : null;
    return driftCard(await ops.drift(input, caller), checked, clock.now());
  },
};
