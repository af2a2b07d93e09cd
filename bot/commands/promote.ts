import type { Card } from '../../core/cards/card.ts';
import { promoteQuestion } from '../../core/cards/promote.ts';
import { rolledBackCard } from '../../core/cards/rolled-back.ts';
import { type Command, type Invocation, telling } from './command.ts';
import { versionOption } from './version.ts';
import { watchOption, writeInput } from './watch.ts';

export const promote: Command = {
  name: 'promote',
  localName: 'promouvoir',
  description: {
    en: 'Let a kept version serve, whatever the gate would say',
    fr: 'Mettre en service une version gardée, quoi que dirait le contrôle',
  },
  scope: 'admin',
  options: [
    versionOption('version'),
    watchOption,
    {
      name: 'reason',
      description: { en: 'Why, for the record', fr: 'Pourquoi, pour le registre' },
      type: 'string',
      required: false,
    },
  ],
  confirm: promoteConfirmation,
  async run(call) {
    const { ops, caller, clock, words } = call;
    const moved = await ops.promote(writeInput(call), caller);
    return rolledBackCard({ ...moved, how: 'promoted', by: caller.name, at: clock.now() }, words);
  },
};

/** What it would mean; null where the operation is going to refuse, which says why. */
export async function promoteConfirmation(call: Invocation): Promise<Card | null> {
  const { ops, caller, args } = call;
  const { watch, version } = args;
  const kept = await ops.models(watch === undefined ? {} : { watch }, caller);
  const present = kept.versions.find(({ serves }) => serves === 'now');
  const wanted = kept.versions.find((info) => info.version === Number(version));
  if (present === undefined || wanted === undefined || present === wanted || kept.elsewhere) return null;
  return promoteQuestion(kept.watch, { present, wanted }, telling(call));
}
