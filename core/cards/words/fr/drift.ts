import type { Words } from '../index.ts';
import { numbers } from './numbers.ts';

const { count, counted, form } = numbers;

const labelled = (rows: number) => counted(rows, 'ligne étiquetée', 'lignes étiquetées');

export const drift: Words['drift'] = {
  verdict: {
    fewRows: 'Pas de verdict : trop peu de lignes pour juger.',
    fell: 'L’exactitude a baissé de plus que le seuil ne le permet.',
    held: 'Pas de dérive : l’exactitude est restée dans les limites du seuil.',
    large: 'La dérive est prouvée, et elle est forte.',
    small: 'La dérive est prouvée, mais faible : réelle, et sous le seuil.',
    unproven: 'Le score dépasse le seuil, mais la dérive n’est pas encore prouvée : ce peut être le hasard.',
    proven: 'La dérive est prouvée.',
    none: 'Aucune preuve de dérive.',
  },
  titles: {
    none: (of) => `⏳ Pas encore de verdict - ${of}`,
    unproven: (of) => `👀 Dérive pas encore prouvée - ${of}`,
    ok: (of) => `✅ Pas de dérive - ${of}`,
    drift: (of) => `🚨 Dérive détectée - ${of}`,
  },
  check: (number) => `contrôle ${number}`,
  score: 'Score de dérive',
  noScore: 'pas encore de score',
  threshold: (limit) => ['(seuil ', { code: limit }, ')'],
  accuracy: 'Exactitude',
  beforeNow: 'Exactitude avant -> maintenant',
  noBaseline: 'la référence n’a pas encore d’étiquettes',
  unlabelled: 'aucune étiquette n’arrive pour cette veille',
  labels: (rows, before) => [
    rows === 0 ? 'pas encore d’étiquettes' : `seulement ${labelled(rows)} pour l’instant`,
    ', avant ',
    { code: before },
  ],
  labelled,
  windowRows: (rows, fresh) => `${counted(rows, 'ligne')}, dont ${count(fresh)} ${form(fresh, 'nouvelle')}`,
  evidence: 'Preuve',
  ofAlarm: (share) => `${share} d’une alarme`,
  learning: ({ learning, signals, because }) =>
    `${count(learning)} sur ${counted(signals, 'signal', 'signaux')} en apprentissage (${because})`,
  suspicion: (share) => ` ; avec eux ${share}, ce qui ne prouve rien`,
  causes: 'D’où vient la preuve',
  since: 'Changement depuis',
  ago: (rows) => `il y a ${counted(rows, 'ligne')}`,
  estimated: 'Exactitude estimée',
  estimatedFrom: (rows) => `d’après les scores de ${counted(rows, 'ligne')}`,
  outside: (share) => `${share} des scores hors du domaine calibré`,
  moved: (features, proven) =>
    `Ce qui a bougé (${counted(features, 'variable')}, dont ${count(proven)} dans la preuve ●)`,
  quality: 'Qualité des données',
  faults: (faults) =>
    faults === 1
      ? '1 valeur n’a pas pu être lue : '
      : `${counted(faults, 'valeur')} n’ont pas pu être lues, d’abord `,
};
