import type { Words } from '../index.ts';
import { numbers } from './numbers.ts';

const { count, counted } = numbers;

export const probation: Words['probation'] = {
  name: 'À l’essai',
  title: (change, watch) => `🔄 Modèle réentraîné ${change}, à l’essai - ${watch}`,
  undoneTitle: (change, watch) => `↩️ Retour arrière ${change}, la dérive continue - ${watch}`,
  serves:
    ' Il est à l’essai : la version précédente répond à ses côtés, et revient si elle s’avère meilleure.',
  progress: (rows, needed) => `${count(rows)} sur ${counted(needed, 'ligne étiquetée', 'lignes étiquetées')}`,
  oldOnly: (rows) => `seule la précédente juste : ${count(rows)}`,
  newOnly: (rows) => `seule la nouvelle juste : ${count(rows)}`,
  passed: ' L’essai est réussi.',
  again: (to) => `La version ${count(to)} est de nouveau en service, d’elle-même.`,
  worse: (from, rows, alone) => [
    ` La version ${count(from)} a échoué à l’essai : sur ${counted(rows, 'ligne étiquetée', 'lignes étiquetées')}, `,
    `elle seule avait raison sur ${count(alone.newOnly)}, la version précédente seule sur ${count(alone.oldOnly)}.`,
  ],
  passedLine: ' essai réussi',
  undoneLine: (from, to) => ` essai échoué, v${from} -> v${to}`,
  notes: {
    begun: (change) => `🔄 Challenger promu, ${change}, à l’essai`,
    undone: (change) => `↩️ Essai échoué, retour arrière ${change}`,
    passed: (version) => `✅ Essai réussi, v${version} reste`,
  },
};
