import { digestCard } from '../../core/cards/digest.ts';
import { digestPlanCard } from '../../core/cards/settings.ts';
import { type Command, telling } from './command.ts';
import { readInput, watchOption, writeInput } from './watch.ts';

export const digestNow: Command = {
  name: 'digest now',
  localName: 'bilan maintenant',
  description: {
    en: 'What the last day or week came to, watch by watch',
    fr: 'Le bilan du dernier jour ou de la dernière semaine, par veille',
  },
  scope: 'read',
  options: [
    {
      name: 'period',
      description: { en: 'How far back', fr: 'Jusqu’où remonter' },
      type: 'string',
      required: false,
      choices: [
        { name: '24 h', value: '24h' },
        { name: '7 d / 7 j', value: '7d' },
      ],
    },
    watchOption,
  ],
  async run(call) {
    const { period } = call.args;
    const input = { ...readInput(call), ...(period === undefined ? {} : { period }) };
    return digestCard(await call.ops.digest(input, call.caller), call.words);
  },
};

const plain = (name: string, type: 'string' | 'integer' | 'boolean', en: string, fr: string) =>
  ({ name, description: { en, fr }, type, required: false }) as const;

export const digestSet: Command = {
  name: 'digest set',
  localName: 'bilan regler',
  description: {
    en: 'When and where the digest of the day is told; what is left out stays',
    fr: 'Quand et où le bilan du jour est publié ; ce qui n’est pas donné reste',
  },
  scope: 'operate',
  options: [
    plain('hour', 'integer', 'Hour of the day, 0 to 23', 'Heure du jour, de 0 à 23'),
    plain('zone', 'string', 'IANA time zone such as Europe/Paris', 'Fuseau horaire IANA, comme Europe/Paris'),
    plain('channel', 'string', 'Channel, #name or its id', 'Salon, #nom ou son identifiant'),
    plain('off', 'boolean', 'true: none is told', 'true : aucun n’est publié'),
  ],
  async run(call) {
    return digestPlanCard(await call.ops.setDigest(writeInput(call), call.caller), telling(call));
  },
};

export const digestReset: Command = {
  name: 'digest reset',
  localName: 'bilan retablir',
  description: {
    en: 'Tell the digest at nine again, where cards go that are of no watch',
    fr: 'Publier à nouveau le bilan à neuf heures, là où vont les cartes sans veille',
  },
  scope: 'operate',
  options: [],
  async run(call) {
    return digestPlanCard(await call.ops.resetDigest({}, call.caller), telling(call));
  },
};
