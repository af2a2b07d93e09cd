import type { Words } from '../index.ts';

export const dryRun: Words['dryRun'] = {
  title: (promoted, watch) =>
    promoted
      ? `🧪 Essai à blanc : le challenger serait promu - ${watch}`
      : `🧪 Essai à blanc : le champion resterait - ${watch}`,
  nothing: 'Rien n’a été modifié : ni version, ni promotion, ni run.',
  gate: 'Contrôle',
};
