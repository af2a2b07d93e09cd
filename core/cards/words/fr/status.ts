import type { Words } from '../index.ts';
import { numbers } from './numbers.ts';

const { count, counted, form } = numbers;

export const status: Words['status'] = {
  away: 'Statut : le stockage ne répond pas',
  open: (incidents) => `Statut : ${counted(incidents, 'incident ouvert', 'incidents ouverts')}`,
  look: 'Statut : pas de dérive, mais un point demande attention',
  busy: 'Statut : réentraînement en cours',
  untrained: 'Statut : aucun modèle n’est encore entraîné',
  good: (watches) => `Statut : ${counted(watches, 'veille')}, aucun incident ouvert`,
  hidden: (watches) =>
    `${counted(watches, 'autre veille', 'autres veilles')} non ${form(watches, 'affichée')}.`,
  up: (duration) => `en marche depuis ${duration}`,
  states: {
    retraining: 'réentraînement',
    learning: 'apprentissage',
    suspected: 'soupçon',
    drift: 'dérive',
    ok: 'ok',
  },
  noReference: ', servi ailleurs, pas encore de référence',
  noModel: ', pas encore de modèle',
  reference: (version) => `, servi ailleurs (référence v${version}, `,
  serves: (version) => `, v${version} en service (`,
  noBaseline: 'pas d’exactitude : pas encore d’étiquettes',
  baseline: 'exactitude de base ',
  taken: ', prise ',
  trained: ', entraînée ',
  unchecked: 'pas encore contrôlée',
  check: (checks) => `contrôle ${checks}, `,
  noScore: 'pas de score',
  score: (score, limit) => ['score ', { code: score }, ' (seuil ', { code: limit }, ')'],
  verdicts: {
    fewRows: 'trop peu de lignes',
    small: 'faible dérive',
    drift: 'dérive',
    unproven: 'pas encore prouvée',
    none: 'pas de dérive',
  },
  evidence: 'preuve ',
  learning: (learning, signals) =>
    `${count(learning)} sur ${counted(signals, 'signal', 'signaux')} en apprentissage`,
  nextCheck: 'prochain contrôle ',
  incident: (number) => `incident n° ${number}, ouvert `,
  failed: 'Tâches en échec',
  storage: 'Stockage',
  stored: (kind, ok) => `${kind}, ${ok ? 'ok' : 'ne répond pas'}`,
  allLogged: 'tous les runs enregistrés',
  queued: (runs) => `${counted(runs, 'run')} en attente`,
  notifications: 'Notifications',
  waiting: (waiting) => (waiting === 0 ? 'aucune en attente' : `${count(waiting)} en attente`),
  givenUp: (dead) => `, ${count(dead)} ${form(dead, 'abandonnée')}`,
};
