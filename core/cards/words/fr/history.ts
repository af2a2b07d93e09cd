import type { Words } from '../index.ts';
import { numbers } from './numbers.ts';

const { counted } = numbers;

export const history: Words['history'] = {
  titles: {
    checks: (of) => `📜 Contrôles - ${of}`,
    retrains: (of) => `📜 Réentraînements - ${of}`,
    incidents: (of) => `📜 Incidents - ${of}`,
    audit: (of) => `📜 Qui a fait quoi - ${of}`,
    traffic: (of) => `📜 Lignes et étiquettes envoyées par des programmes - ${of}`,
  },
  all: 'toutes les veilles',
  none: 'Il n’y a encore rien ici.',
  block: (zone) => `Les plus récents d’abord, heures de ${zone}`,
  file: (rows) => `Le fichier compte ${counted(rows, 'ligne')}.`,
  cut: 'Les plus anciennes n’y sont pas.',
  refused: 'le fichier n’a pas été accepté ici ; demander dans un terminal',
  older: 'Plus anciens',
  newer: 'Plus récents',
  heads: {
    checks: ['n°', 'lignes jusqu’à', 'v', 'lignes', 'score', 'verdict'],
    retrains: ['fin', 'résultat', 'v', 'exactitude', 'par', 'run'],
    incidents: ['n°', 'ouvert', 'clos', 'comment', 'fois', 'pris par'],
    audit: ['quand', 'par', 'via', 'opération', 'quoi', 'issue'],
  },
  open: 'ouvert',
  results: {
    promoted: 'promu',
    forced: 'forcé',
    rejected: 'écarté',
    proposed: 'proposé',
    cancelled: 'annulé',
    failed: 'échec',
  },
  by: (name) => `par ${name}`,
  resolutions: {
    promoted: 'promotion',
    quiet: 'retour au calme',
    rolled_back: 'retour arrière',
    expected: 'attendu',
    closed: 'clos à la main',
  },
  verdicts: { ok: 'ok', drift: 'dérive', insufficient_data: 'trop peu de lignes', small: 'dérive, faible' },
};
