import { thresholdCard } from '../../core/cards/threshold.ts';
import { type Command, matching, telling } from './command.ts';
import { reasonOption } from './incident.ts';
import { watchOption, writeInput } from './watch.ts';

export const alertsThreshold: Command = {
  name: 'alerts threshold',
  localName: 'alertes seuil',
  description: {
    en: 'Replace the drift threshold of a watch, or take that back',
    fr: 'Remplacer le seuil de dérive d’une veille, ou revenir au réglage',
  },
  scope: 'operate',
  options: [
    {
      name: 'value',
      description: {
        en: 'Over 0 and at most 1, or reset for the setting of the watch',
        fr: 'Plus de 0 et au plus 1, ou reset pour le réglage de la veille',
      },
      type: 'string',
      required: true,
      complete: async (_ops, typed) => matching(['reset'], typed),
    },
    watchOption,
    reasonOption,
  ],
  async run(call) {
    const { value = '', ...rest } = writeInput(call);
    const text = String(value).trim().replace(',', '.');
    const number = text === '' ? Number.NaN : Number(text);
    const input = { ...rest, value: Number.isNaN(number) ? text : number };
    return thresholdCard(await call.ops.threshold(input, call.caller), telling(call));
  },
};
