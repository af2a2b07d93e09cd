import { driftActions } from '../../core/cards/actions.ts';
import type { Card } from '../../core/cards/card.ts';
import { driftCard } from '../../core/cards/drift.ts';
import { featureCard } from '../../core/cards/feature.ts';
import { readingCard } from '../../core/cards/reading.ts';
import { fullReportCard } from '../../core/cards/report.ts';
import type { Ops } from '../../core/ops/index.ts';
import { type Args, type Command, type Invocation, matching, showSteps, telling } from './command.ts';
import { readInput, watchIn, watchName, watchOption } from './watch.ts';

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
    {
      name: 'window',
      description: {
        en: 'Read the rows of the last hour, day or week instead: a reading, no verdict',
        fr: 'Lire plutôt les lignes de la dernière heure, journée ou semaine : une lecture, pas de verdict',
      },
      type: 'string',
      required: false,
      choices: ['1h', '24h', '7d'].map((value) => ({ name: value, value })),
    },
    {
      name: 'feature',
      description: {
        en: 'One feature alone: its values then and now, its distances, what the checks say of it',
        fr: 'Une seule variable : ses valeurs avant et maintenant, ses distances, ce qu’en disent les contrôles',
      },
      type: 'string',
      required: false,
      complete: async (ops, typed, args) => matching(await namesOf(ops, args), typed),
    },
  ],
  async run(call) {
    const { ops, caller, words } = call;
    const { run, view, window, feature } = call.args;
    const input = readInput(call);
    const checked =
      run === 'now'
        ? await ops.check(input, caller, showSteps(call, 'checking', watchName(ops, input)))
        : null;
    if (view === 'report' || window !== undefined || feature !== undefined) return reportShown(call);
    const result = await ops.drift(input, caller);
    return { ...driftCard(result, checked, telling(call)), actions: driftActions(result.watch, words) };
  },
};

async function namesOf(ops: Ops, args: Args): Promise<string[]> {
  return (await ops.featuresOf(watchIn(args))).map(({ name }) => name);
}

/** In full where that is asked for; else of one feature, or the rows of a time in short. */
async function reportShown(call: Invocation): Promise<Card> {
  const { ops, caller, words, args } = call;
  const { view, window, feature } = args;
  const report = await ops.report({ ...readInput(call), window, feature }, caller);
  if (report.feature !== null) return featureCard(report, report.feature, words);
  if (report.reach === null || view === 'report') return fullReportCard(report, words);
  return readingCard(report, report.reach, words);
}
