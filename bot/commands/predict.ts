import { predictionCard } from '../../core/cards/prediction.ts';
import { type Command, telling } from './command.ts';
import { completeFeatures, exampleRow, parseFeatures } from './features.ts';
import { readInput, watchIn, watchOption } from './watch.ts';

/** What Discord takes in one field of a form. */
const roomForRow = 4000;

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
    {
      name: 'explain',
      description: {
        en: 'Say what each feature contributed to the answer',
        fr: 'Dire ce que chaque variable a apporté à la réponse',
      },
      type: 'boolean',
      required: false,
    },
  ],
  async form(call) {
    const { ops, words } = call;
    const { watch } = readInput(call);
    const [name, only] = ops.watchNames();
    return {
      title: words.form.predict(watch ?? (only === undefined ? (name ?? '') : '')),
      fields: [
        {
          name: 'features',
          label: words.form.row,
          value: exampleRow(await ops.featuresOf(watch), roomForRow),
          long: true,
        },
      ],
    };
  },
  async run(call) {
    const { ops, caller, args } = call;
    const input = readInput(call);
    const row = parseFeatures(String(args['features'] ?? ''), await ops.featuresOf(input.watch));
    const { explain } = args;
    const asked = { ...input, rows: [row], ...(explain === undefined ? {} : { explain }) };
    return predictionCard(await ops.predict(asked, caller), telling(call));
  },
};
