import type { Words } from '../index.ts';
import { numbers } from './numbers.ts';

const { count, counted } = numbers;

export const reading: Words['reading'] = {
  spans: { '1h': 'de la dernière heure', '24h': 'des dernières 24 heures', '7d': 'des 7 derniers jours' },
  title: (span, of) => `📖 Lecture ${span} - ${of}`,
  noVerdict: (span, rows) => `Pas de verdict : une lecture ${span}, ${counted(rows, 'ligne')}.`,
  decides: ' Elle ne donne aucune alarme et n’en clôt aucune.',
  cut: (rows) => `seules les ${count(rows)} lignes les plus récentes ont été lues`,
  columns: (columns) => `Ce qui a bougé (${counted(columns, 'colonne')}, p ajusté, plus que le hasard ●)`,
  feature: (name, of) => `🔬 ${name} - ${of}`,
  apart: 'Cette variable a bougé plus que le hasard ne l’explique.',
  alike: 'Cette variable n’a pas bougé plus que le hasard ne l’explique.',
  fewValues: 'Trop peu de valeurs pour comparer cette variable.',
  score: 'Effet',
  ofAll: (score) => `toutes les variables ensemble ${score}`,
  missing: 'Manquants',
  quiet: 'rien dans le dernier contrôle n’en parle',
  lastDrifted: 'Dernière dérive',
  check: (number) => `contrôle ${number}, `,
  never: (checks) =>
    `pas dans ${checks === 1 ? 'le dernier contrôle' : `les ${count(checks)} derniers contrôles`}`,
  statistics: 'Statistiques (par hasard entre parenthèses)',
  quantiles: 'Valeurs : quantile, référence, maintenant',
  shares: 'Parts : catégorie, référence, maintenant',
  others: 'toutes les autres',
};
