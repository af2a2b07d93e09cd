import type { Words } from '../index.ts';
import { numbers } from './numbers.ts';

const { count, counted, form } = numbers;

export const expected: Words['expected'] = {
  title: (watch, version) => `✅ Changement pris comme attendu - ${watch} v${version}`,
  joined: (rows, referenceRows) =>
    `${counted(rows, 'ligne')} depuis le changement ${form(rows, 'a', 'ont')} rejoint la référence, qui en compte désormais ${count(referenceRows)}. `,
  closed: (incident) =>
    `Le modèle est le même ; l’incident n° ${incident} est clos et ne compte pas comme fausse alarme.`,
  learn: 'si le modèle doit aussi l’apprendre : ',
  somebody: 'Un opérateur',
  said: ' a dit que ce changement était attendu : ses lignes ont rejoint la référence',
  sameModel: ', le modèle reste le même',
  step: (command) => ['si c’était attendu, le dire avec ', { code: command }, ' ; '],
};
