import type { Words } from '../index.ts';
import { numbers } from './numbers.ts';

const { count, metric, points } = numbers;

export const dryRun: Words['dryRun'] = {
  title: (promoted, watch) =>
    promoted
      ? `🧪 Essai à blanc : le challenger serait promu - ${watch}`
      : `🧪 Essai à blanc : le champion resterait - ${watch}`,
  nothing: 'Rien n’a été modifié : ni version, ni promotion, ni run.',
  accuracy: 'Exactitude champion -> challenger',
  change: (champion, challenger) => [
    { code: metric(champion) },
    ' -> ',
    { code: metric(challenger) },
    ` (${points(challenger - champion)})`,
  ],
  rows: (rows) => `sur ${count(rows)} lignes de validation communes`,
  gate: 'Contrôle',
  really: 'Réentraîner',
};
