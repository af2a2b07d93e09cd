// Rows that are held back because their data is faulty: which, and what a person decides about them.
import { decidedCard, discardQuestion, quarantineCard } from '../../core/cards/quarantine.ts';
import { type Command, matching, type Option, telling } from './command.ts';
import { reasonOption } from './incident.ts';
import { readInput, watchIn, watchName, watchOption, writeInput } from './watch.ts';

const numberOption: Option = {
  name: 'number',
  description: { en: 'Which batch, by its number', fr: 'Quel lot, par son numéro' },
  type: 'integer',
  required: true,
  complete: async (ops, typed, args) => matching((await ops.heldBatches(watchIn(args))).map(String), typed),
};

export const quarantineList: Command = {
  name: 'quarantine list',
  localName: 'quarantaine lister',
  description: {
    en: 'The rows that are held back because their data is faulty, and why',
    fr: 'Les lignes retenues parce que leurs données sont fautives, et pourquoi',
  },
  scope: 'read',
  options: [watchOption],
  async run(call) {
    return quarantineCard(await call.ops.quarantine(readInput(call), call.caller), telling(call));
  },
};

export const quarantineRelease: Command = {
  name: 'quarantine release',
  localName: 'quarantaine liberer',
  description: {
    en: 'The rows of a batch are right after all: they may be learned from',
    fr: 'Les lignes d’un lot sont bonnes malgré tout : on peut en apprendre',
  },
  scope: 'operate',
  options: [numberOption, watchOption, reasonOption],
  async run(call) {
    return decidedCard(await call.ops.release(writeInput(call), call.caller), telling(call));
  },
};

export const quarantineDiscard: Command = {
  name: 'quarantine discard',
  localName: 'quarantaine ecarter',
  description: {
    en: 'The rows of a batch are faulty: nobody ever learns from them',
    fr: 'Les lignes d’un lot sont fautives : on n’en apprendra jamais',
  },
  scope: 'operate',
  options: [numberOption, watchOption, reasonOption],
  async confirm(call) {
    const watch = watchName(call.ops, call.args);
    if (watch === '') return null;
    const { watches } = await call.ops.quarantine({ watch }, call.caller);
    const batches = watches.flatMap((one) => one.batches);
    const batch = batches.find(({ number }) => number === call.args['number']);
    return batch?.status === 'held' ? discardQuestion(watch, batch, telling(call)) : null;
  },
  async run(call) {
    return decidedCard(await call.ops.discard(writeInput(call), call.caller), telling(call));
  },
};
