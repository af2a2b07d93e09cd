import type { Words } from '../index.ts';

export const threshold: Words['threshold'] = {
  title: (now, watch) => `🎚️ Seuil ${now} - ${watch}`,
  set: (before, own) =>
    `Il était de ${before} ; le réglage de la veille est ${own}. Il vaut dès le prochain contrôle, même après un redémarrage.`,
  own: (before) =>
    `Il était de ${before} ; le réglage de la veille vaut de nouveau dès le prochain contrôle.`,
  reset: 'Revenir au réglage',
};
