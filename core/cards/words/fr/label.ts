import type { Words } from '../index.ts';
import { numbers } from './numbers.ts';

const { count, form } = numbers;

export const label: Words['label'] = {
  title: (stored, watch) =>
    stored === 0
      ? `Aucune étiquette enregistrée - ${watch}`
      : `${count(stored)} ${form(stored, 'étiquette enregistrée', 'étiquettes enregistrées')} - ${watch}`,
  notStored: 'Non enregistrées',
  more: (hidden) => ` et ${count(hidden)} de plus`,
  unknown: ' : aucune prédiction ne porte cet identifiant',
};
