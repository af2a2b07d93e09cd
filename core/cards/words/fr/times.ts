import type { Words } from '../index.ts';

export const times: Words['times'] = {
  locale: 'fr-FR',
  unknown: 'date inconnue',
  now: 'à l’instant',
  days: 'jours',
  ahead: (distance) => `dans ${distance}`,
  ago: (distance) => `il y a ${distance}`,
};
