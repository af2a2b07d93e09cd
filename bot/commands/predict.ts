import { predictionCard } from '../../core/cards/prediction.ts';
import { type Args, type Command, telling } from './command.ts';
import { completeFeatures, parseFeatures } from './features.ts';
import { readInput, watchOption } from './watch.ts';

export const predict: Command = {
  name: 'predict',
  localName: 'predire',
  description: { en: 'Ask the champion about one row', fr: 'Interroger le champion sur une ligne' },
  scope: 'predict',
  options: [
    {
      name: 'features',
      description: { en: 'The row: name=value, name=value', fr: 'La ligne : nom=valeur, nom=valeur' },
      type: 'string',
      required: true,
      complete: async (ops, typed, args) => completeFeatures(typed, await ops.featuresOf(watchIn(args))),
    },
    watchOption,
  ],
  async run(call) {
    const { ops, caller, args } = call;
    const input = readInput(call);
    const row = parseFeatures(String(args['features'] ?? ''), await ops.featuresOf(input.watch));
    return predictionCard(await ops.predict({ ...input, rows: [row] }, caller), telling(call));
  },
};

function watchIn({ watch }: Args): string | undefined {
  return watch === undefined ? undefined : String(watch);
}
