import type { Words } from '../index.ts';
import { numbers } from './numbers.ts';

const { count, counted, form } = numbers;

const moved = (columns: number) => `${counted(columns, 'colonne')} ${form(columns, 'a', 'ont')} bougé`;

export const report: Words['report'] = {
  title: (found, of) => `🔎 Rapport complet : ${found} - ${of}`,
  moved,
  together: 'aucune colonne seule n’a bougé',
  nothing: 'rien n’a bougé',
  headlines: {
    moved: (columns, all) =>
      `${counted(columns, 'colonne')} sur ${count(all)} ${form(columns, 'a', 'ont')} bougé plus que le hasard ne l’explique.`,
    together: 'Aucune colonne seule n’a bougé plus que le hasard ne l’explique, mais toutes ensemble, si.',
    nothing: 'Aucune colonne n’a bougé plus que le hasard ne l’explique.',
  },
  oneLook: ' Un simple regard sur la fenêtre : il ne donne aucune alarme et n’en clôt aucune.',
  compared: (columns) => `${counted(columns, 'colonne')} ${form(columns, 'comparée')}`,
  allTogether: 'Toutes les variables ensemble',
  fewRows: 'trop peu de lignes pour distinguer la fenêtre de la référence',
  byChance: (low, high) => `, par hasard de ${low} à ${high}`,
  same: 'Un classifieur ne distingue pas la fenêtre de la référence : ',
  apart: 'Un classifieur distingue la fenêtre de la référence : ',
  leansOn: '. Il s’appuie sur ',
  predictions: 'Ce qui a déplacé les prédictions',
  logOdds: (towards, change) => ['Log-odds de ', { code: towards }, ` ${change} : `],
  columns: 'Colonnes (p ajusté à leur nombre, celles qui ont bougé marquées ●)',
  columnHeads: ['colonne', 'effet', 'p', 'avant -> maintenant'],
  distances: 'Distances (cœur : W1/é-t entre les quantiles 1 % et 99 %)',
  distanceHeads: ['colonne', 'JS (hasard)', 'PSI', 'KS', 'W1/é-t (hasard)', 'cœur'],
  accuracy: 'Exactitude',
  noAccuracy: 'inconnue : pas encore d’étiquettes',
  before: 'Exactitude avant',
  beforeOn: (rows) => `sur ${counted(rows, 'ligne')}`,
  estimated: 'Exactitude actuelle, estimée',
  uncalibrated: 'trop peu d’étiquettes pour calibrer',
  unlike: (share) => `${share} des lignes ont un score jamais vu`,
  asBefore: 'si les étiquettes gardent leur sens',
  measured: 'Exactitude actuelle, mesurée',
  noLabels: 'pas encore d’étiquettes',
  interval: (low, high, rows) =>
    `de ${low} à ${high}, ${counted(rows, 'ligne étiquetée', 'lignes étiquetées')}`,
};
