import type { Words } from '../index.ts';
import { numbers } from './numbers.ts';

const { count, counted, form } = numbers;

export const digest: Words['digest'] = {
  title: { '24h': 'Bilan des dernières 24 heures', '7d': 'Bilan des 7 derniers jours' },
  calm: 'Aucun incident n’est ouvert.',
  open: (open) => `${counted(open, 'veille')} avec un incident ouvert.`,
  more: (hidden) =>
    ` ${counted(hidden, 'autre')} ne ${form(hidden, 'figure', 'figurent')} pas ici : nommez-en une.`,
  checks: (checks, rows, drifted) =>
    `${counted(checks, 'contrôle')}, ${counted(rows, 'ligne')}, dérive dans ${count(drifted)}`,
  incidents: (incidents) => counted(incidents, 'incident'),
  acknowledged: (after) => `pris en charge après ${after} en moyenne`,
  resolved: (after) => `résolu après ${after} en moyenne`,
  stillOpen: (number) => `ouvert : n° ${number}, depuis `,
  retrainings: (promotions, rejections) =>
    `réentraînements : ${counted(promotions, 'promu')}, ${count(rejections)} ${form(rejections, 'non retenu', 'non retenus')}`,
  accuracy: (first, last, change) => `exactitude ${first} -> ${last} (${change})`,
  alarms: (alarms, expected) => `alarmes : ${alarms}, dont ${counted(expected, 'attendue')}`,
  budget: (budget) => `au plus ${budget} fausses par semaine par construction`,
};
