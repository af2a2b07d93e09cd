import type { Card } from '../../core/cards/card.ts';
import { configCard } from '../../core/cards/config.ts';
import { settingCard, settingQuestion } from '../../core/cards/settings.ts';
import { settingNames, settingValue } from '../../core/ops/settings.ts';
import { type Command, type Invocation, matching, type Option, telling } from './command.ts';
import { reasonOption } from './incident.ts';
import { readInput, watchOption, writeInput } from './watch.ts';

export const configShow: Command = {
  name: 'config show',
  localName: 'config afficher',
  description: {
    en: 'What holds and who decided it; no secrets',
    fr: 'Ce qui vaut et qui l’a décidé ; aucun secret',
  },
  scope: 'admin',
  reads: true,
  options: [watchOption],
  run: async (call) => configCard(await call.ops.config(readInput(call), call.caller), telling(call)),
};

const settingOption: Option = {
  name: 'setting',
  description: { en: 'Which setting', fr: 'Quel réglage' },
  type: 'string',
  required: true,
  choices: [
    { name: 'channel: where cards go', value: 'channel' },
    { name: 'policy: who decides about retraining', value: 'policy' },
    { name: 'operators: roles that may operate', value: 'operators' },
    { name: 'admins: roles beside those of the environment', value: 'admins' },
  ],
};

const ofWatch: Option = {
  ...watchOption,
  description: {
    en: 'Which watch; a channel without one is that of all',
    fr: 'Quelle veille ; sans elle, le salon est celui de toutes',
  },
};

export const configSet: Command = {
  name: 'config set',
  localName: 'config fixer',
  description: {
    en: 'Replace a setting while the service runs, at once and until it is taken back',
    fr: 'Remplacer un réglage pendant que le service tourne, aussitôt et jusqu’à nouvel ordre',
  },
  scope: 'admin',
  options: [
    settingOption,
    {
      name: 'value',
      description: {
        en: '#channel, auto, approve, shadow, manual, or @roles; ids will do as well',
        fr: '#salon, auto, approve, shadow, manual, ou @rôles ; des identifiants conviennent aussi',
      },
      type: 'string',
      required: true,
      complete: async (_ops, typed, { setting }) =>
        setting === 'policy' ? matching(['auto', 'approve', 'shadow', 'manual'], typed) : [],
    },
    ofWatch,
    reasonOption,
  ],
  confirm: (call) => asking(call, (name) => settingValue(name, String(call.args['value']))),
  async run(call) {
    return settingCard(await call.ops.setConfig(writeInput(call), call.caller), telling(call));
  },
};

export const configReset: Command = {
  name: 'config reset',
  localName: 'config retablir',
  description: {
    en: 'Take a replaced setting back: watches file and environment hold again',
    fr: 'Revenir au réglage : le fichier des veilles et l’environnement valent de nouveau',
  },
  scope: 'admin',
  options: [settingOption, ofWatch, reasonOption],
  confirm: (call) => asking(call, () => null),
  async run(call) {
    return settingCard(await call.ops.resetConfig(writeInput(call), call.caller), telling(call));
  },
};

/** Who may do what is asked about first; null for every other setting. */
async function asking(
  call: Invocation,
  nextOf: (setting: 'operators' | 'admins') => string | null,
): Promise<Card | null> {
  const setting = settingNames.find((name) => name === call.args['setting']);
  if (setting !== 'operators' && setting !== 'admins') return null;
  const next = nextOf(setting);
  const ids = (await call.ops.chatDecisions())[setting] ?? [];
  const now = ids.length === 0 ? null : ids.join(',');
  return settingQuestion({ setting, now, next }, telling(call));
}
