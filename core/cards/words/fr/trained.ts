import type { Words } from '../index.ts';
import { numbers } from './numbers.ts';

const { counted } = numbers;

export const trained: Words['trained'] = {
  learned: (watch, version) => `✅ Apprentissage terminé - ${watch} v${version}`,
  knows: (rows) =>
    `Le moniteur connaît désormais ${counted(rows, 'ligne')} de cette veille : à partir de maintenant, des variables qui changent donnent l’alarme. Le modèle est le même.`,
  taken: (watch, version) => `✅ Référence prise - ${watch} v${version}`,
  elsewhere: (rows) =>
    `Le modèle est servi ailleurs ; les fenêtres suivantes seront comparées à ${counted(rows, 'ligne')} qu’il a traitées.`,
  title: (watch, version) => `✅ Modèle entraîné - ${watch} v${version}`,
  serves:
    'Cette version est désormais en service, et les fenêtres suivantes seront comparées à son exactitude.',
  baseline: 'Exactitude de base',
  noBaseline:
    'la référence a trop peu d’étiquettes ; variables et prédictions sont contrôlées, l’exactitude dès qu’il y aura des étiquettes',
  logLoss: 'Log-loss',
  measuredOn: 'Mesuré sur',
};
