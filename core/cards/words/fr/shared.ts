import type { Words } from '../index.ts';
import { numbers } from './numbers.ts';

const { count, counted } = numbers;

export const shared: Words['shared'] = {
  canDo: 'Ce que vous pouvez faire',
  toDo: 'Que faire',
  rowsUntil: 'Lignes jusqu’au',
  window: 'Fenêtre',
  against: (referenceRows) => `face à ${count(referenceRows)} de référence`,
  rows: (rows) => counted(rows, 'ligne'),
  why: (reason) => [' Pourquoi : ', ...reason],
  undo: (command) => ['annuler avec ', { code: command }],
  registerAnew: (alias) => ['enregistrer une nouvelle version dans MLflow et y déplacer ', { code: alias }],
  elsewhere: 'servi ailleurs',
  serves: 'Le challenger est désormais en service.',
  keeps: 'Le champion reste en service.',
  colon: ' : ',
  prediction: 'prédiction',
  few: 'peu',
  more: (hidden) => `et ${count(hidden)} de plus`,
  nobody: ', personne ne s’en occupe',
  owner: (by) => `, ${by} s’en occupe`,
};
