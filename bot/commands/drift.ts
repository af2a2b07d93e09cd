import { driftActions } from '../../core/cards/actions.ts';
import { driftCard } from '../../core/cards/drift.ts';
import { fullReportCard } from '../../core/cards/report.ts';
import { type Command, showSteps, telling } from './command.ts';
import { readInput, watchName, watchOption } from './watch.ts';

export const drift: Command = {
  name: 'drift',
  localName: 'derive',
  description: {
    en: 'The newest drift report; run:now checks first, view:report shows all there is',
    fr: 'Le dernier rapport de dérive ; run:now vérifie d’abord, view:report montre tout',
  },
  scope: 'read',
  options: [
    watchOption,
    {
      name: 'run',
      description: {
        en: 'Check now instead of waiting for the next patrol',
        fr: 'Vérifier maintenant sans attendre la prochaine ronde',
      },
      type: 'string',
      required: false,
      choices: [{ name: 'now', value: 'now' }],
    },
    {
      name: 'view',
      description: {
        en: 'Everything about the current window: all columns, all distances, what moved the predictions',
        fr: 'Tout sur la fenêtre actuelle : colonnes, distances, ce qui a déplacé les prédictions',
      },
      type: 'string',
      required: false,
      choices: [{ name: 'report', value: 'report' }],
    },
  ],
  async run(call) {
    const { ops, caller, words } = call;
    const { run, view } = call.args;
    const input = readInput(call);
    const checked =
      run === 'now'
        ? await ops.check(input, caller, showSteps(call, 'checking', watchName(ops, input)))
        : null;
    if (view === 'report') return fullReportCard(await ops.report(input, caller), words);
    const result = await ops.drift(input, caller);
    return { ...driftCard(result, checked, telling(call)), actions: driftActions(result.watch, words) };
  },
};
