import type { Words } from '../index.ts';
import { numbers } from './numbers.ts';

const { counted } = numbers;

export const signals: Words['signals'] = {
  subjects: {
    feature: (of) => of,
    missing: (of) => `${of} (manquants)`,
    range: (of) => `${of} (hors bornes)`,
    category: (of) => `${of} (inédits)`,
    score: () => 'scores',
    prediction: () => 'prédictions',
    label: (of) => `étiquettes « ${of} »`,
    error: () => 'exactitude',
    estimate: () => 'exactitude estimée',
  },
  unseen: (of) => `${of} (jamais vus)`,
  between: ' ; ',
  mean: 'moyenne',
  allMissing: 'inconnue (tout manque)',
  learning: {
    'few rows': 'la référence compte moins de 800 lignes',
    'short history': 'la référence ne couvre pas deux cycles',
    'restless history': 'la référence bouge trop d’elle-même',
    'few labels': 'la référence compte moins de 100 étiquettes',
  },
  reasons: {
    noBaseline: 'la fenêtre de référence n’a pas d’étiquettes pour mesurer une exactitude',
    noLabels: 'aucune des nouvelles lignes n’a encore d’étiquette',
    fewRows: (rows, needed) => `${counted(rows, 'ligne')} sur les ${needed} qu’il faut à une fenêtre`,
    drop: ({ now, before, rows, drop, over, limit }) =>
      `exactitude ${now} contre ${before} sur ${counted(rows, 'ligne')} : une baisse de ${drop}, ${over ? 'au-dessus du' : 'sans dépasser le'} seuil ${limit}`,
    learning: 'tous les signaux apprennent encore ce qui est habituel',
    standing: (share) =>
      `l’alarme tient jusqu’à trente contrôles calmes ; depuis, ${share} d’une autre sont réunis`,
    evidence: (share) => `la preuve atteint ${share} de ce qu’il faut pour une alarme`,
  },
};
