import { championAtCard } from '../../core/cards/champion.ts';
import { historyCard, historyFileCard } from '../../core/cards/history.ts';
import { AppError } from '../../core/errors.ts';
import { csvOf } from '../../core/ops/history-csv.ts';
import { type Command, telling } from './command.ts';
import { readInput, watchOption } from './watch.ts';

const cursor = (name: string, en: string, fr: string) =>
  ({ name, description: { en, fr }, type: 'string', required: false }) as const;

export const history: Command = {
  name: 'history',
  localName: 'historique',
  description: {
    en: 'What was: checks, retrainings, incidents, and who did what',
    fr: 'Ce qui a été : contrôles, réentraînements, incidents, et qui a fait quoi',
  },
  scope: 'read',
  options: [
    {
      name: 'kind',
      description: { en: 'Of what, unless a moment is given', fr: 'De quoi, sauf si un moment est donné' },
      type: 'string',
      required: false,
      choices: [
        { name: 'checks', value: 'checks' },
        { name: 'retrains', value: 'retrains' },
        { name: 'incidents', value: 'incidents' },
        { name: 'audit: who did what', value: 'audit' },
        { name: 'traffic: rows and labels from programs', value: 'traffic' },
      ],
    },
    watchOption,
    cursor(
      'before',
      'Older than this place in the list, as its button has it',
      'Avant cette place dans la liste, telle que le bouton la donne',
    ),
    cursor(
      'after',
      'Newer than this place in the list, as its button has it',
      'Après cette place dans la liste, telle que le bouton la donne',
    ),
    {
      name: 'csv',
      description: {
        en: 'All lines, up to 10,000, as a file for a spreadsheet',
        fr: 'Toutes les lignes, jusqu’à 10 000, dans un fichier pour un tableur',
      },
      type: 'boolean',
      required: false,
    },
    {
      name: 'at',
      description: {
        en: 'A moment, like 2026-11-24 14:00: which model answered then, and why',
        fr: 'Un moment, comme 2026-11-24 14:00 : quel modèle répondait, et pourquoi',
      },
      type: 'string',
      required: false,
    },
  ],
  async run(call) {
    const { ops, caller, args } = call;
    const { csv, at, ...page } = args;
    requireOne(at !== undefined, page['kind'] !== undefined);
    if (at !== undefined)
      return championAtCard(await ops.championAt({ at, ...readInput(call) }, caller), telling(call));
    const input = { ...page, ...readInput(call) };
    if (csv !== true) return historyCard(await ops.history(input, caller), telling(call));
    const all = await ops.history({ ...input, all: true }, caller);
    return historyFileCard(all, csvOf(all), telling(call));
  },
};

/** A list, or a moment. @throws AppError `invalid_input` */
function requireOne(moment: boolean, list: boolean): void {
  if (moment !== list) return;
  throw new AppError(
    'invalid_input',
    moment ? 'kind asks for a list, at for one moment.' : '"kind" is missing, or "at".',
    { remedy: 'Write history kind:checks, or history at:"2026-11-24 14:00".' },
  );
}
