import type { Words } from '../index.ts';
import { numbers } from './numbers.ts';

const { counted } = numbers;

export const quarantine: Words['quarantine'] = {
  title: (watch) => `🔧 Réparer le pipeline, rien n’a été entraîné - ${watch}`,
  stopped:
    ' Les lignes dont il fallait apprendre n’en sont pas dignes : un modèle aurait appris la panne. Le champion reste en service.',
  wrong: 'Ce qui ne va pas',
  faults: {
    missing: (of) => `${of} : valeurs manquantes`,
    category: (of) => `${of} : catégories jamais vues`,
    constant: (of) => `${of} : toujours la même valeur`,
    duplicate: () => 'lignes déjà venues, valeur pour valeur',
    label: (of) => `toutes les étiquettes sont « ${of} »`,
  },
  field: (number) => `En quarantaine : lot n° ${number}`,
  rows: (rows) => counted(rows, 'ligne'),
  since: ' du ',
  until: ' au ',
  joins: 'retenu ; des lignes s’y ajoutent jusqu’à la fin de la panne ou une décision',
  waits: 'retenu jusqu’à une décision',
  decided: {
    released: (by) => `libéré par ${by}`,
    discarded: (by) => `écarté par ${by}`,
  },
  release: 'Libérer',
  discard: 'Écarter',
  steps: (release, discard) => [
    'réparer le pipeline ; puis ',
    { code: release },
    ' si les lignes étaient bonnes malgré tout, ',
    { code: discard },
    ' sinon',
  ],
  examples: 'Par exemple les lignes',
  listed: (held) =>
    held === 0 ? '✅ Rien n’attend en quarantaine' : `🔧 ${counted(held, 'lot')} en quarantaine`,
  none: 'rien n’a jamais été retenu',
  done: {
    released: (number, watch) => `✅ Lot n° ${number} libéré - ${watch}`,
    discarded: (number, watch) => `✅ Lot n° ${number} écarté - ${watch}`,
  },
  means: {
    released:
      'On peut apprendre de ses lignes. Celles d’un incident qui était ouvert comptent désormais comme habituelles.',
    discarded: 'On n’apprendra jamais de ses lignes. Un incident qui était ouvert à cause d’elles est clos.',
  },
  discardTitle: (number, watch) => `🗑️ Écarter le lot n° ${number} ? - ${watch}`,
  held: '🔧 Les lignes dont apprendre sont fautives : retenues, rien n’a été entraîné',
};
