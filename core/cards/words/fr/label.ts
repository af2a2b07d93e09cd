import { count } from '../../numbers.ts';
import type { Words } from '../index.ts';

export const label: Words['label'] = {
  title: (stored, watch) =>
    `${stored === 0 ? 'Aucune étiquette enregistrée' : `${count(stored)} étiquette${stored === 1 ? '' : 's'} enregistrée${stored === 1 ? '' : 's'}`} - ${watch}`,
  notStored: 'Non enregistrées',
  more: (hidden) => ` et ${count(hidden)} de plus`,
  unknown: ' : aucune prédiction ne porte cet identifiant',
};
