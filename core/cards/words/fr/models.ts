import type { Words } from '../index.ts';
import { numbers } from './numbers.ts';

const { count, counted, form } = numbers;

export const models: Words['models'] = {
  title: (watch, versions) =>
    `📦 ${counted(versions, 'version')} ${form(versions, 'gardée', 'gardées')} - ${watch}`,
  one: (watch, version) => `📦 ${watch} v${version}`,
  compare: (watch, first, second) => `⚖️ ${watch} v${first} et v${second}`,
  none: 'Rien n’est encore entraîné.',
  elsewhere: 'Le modèle est servi ailleurs : une version est une fenêtre de référence de ce qu’il a dit.',
  ownMeasure:
    'Chacune est mesurée sur les lignes dont elle a appris, hors pli : ce ne sont pas les mêmes lignes, les chiffres ne donnent qu’une idée.',
  block: (zone) => `Versions (● en service, ○ en service avant), heures de ${zone}`,
  keptOut: 'écartée',
  proposed: 'attend',
  undone: 'échouée',
  heads: ['', 'v', 'entraînée', 'pourquoi', 'lignes', 'exactitude', 'log-loss', 'par'],
  serves: {
    now: 'Cette version est en service.',
    before: 'Elle était en service avant l’actuelle.',
    no: 'Elle n’est pas en service.',
    rejected: 'Elle n’est pas en service : la comparaison l’a écartée.',
    proposed: 'Elle n’est pas encore en service : elle a passé le contrôle et attend une approbation.',
    undone: 'Elle n’est pas en service : elle a échoué à l’essai.',
  },
  estimator: 'Estimateur',
  trained: 'Entraînée',
  by: ' par ',
  why: 'Pourquoi',
  rows: 'Lignes de référence',
  quality: 'Niveau de base',
  unmeasured: 'non mesuré : trop peu d’étiquettes',
  measured: (rows) => `sur ${count(rows)} lignes`,
  accuracy: 'exactitude ',
  logLoss: 'log-loss ',
  auc: 'AUC ',
  look: 'Voir une version',
  promote: (version) => `Promouvoir v${version}`,
  triggers: {
    first: 'premier',
    drift: 'dérive',
    manual: 'demandé',
    api: 'API',
    schedule: 'calendrier',
    expected: 'attendu',
    learning: 'passé plus long',
  },
};
