import type { Words } from '../index.ts';
import { numbers } from './numbers.ts';

const { counted } = numbers;

export const prediction: Words['prediction'] = {
  title: (watch, version) => `🔮 Prédiction - ${watch} v${version}`,
  none: 'Aucune ligne n’a été donnée.',
  says: (label) => ['Le modèle répond ', { strong: label }, '.'],
  id: 'Identifiant de la prédiction',
  hint: 'dire plus tard ce qui est vraiment arrivé : ',
  probabilities: 'Probabilités',
  why: (label) => `Ce qui parle pour ${label}, en log-odds`,
  typical: 'une ligne typique',
  thisRow: 'cette ligne',
  others: (features) => counted(features, 'autre variable', 'autres variables'),
  missing: 'manquant',
  whyNot: 'Pourquoi',
  unexplained: 'Ce type de modèle ne peut pas dire ce que chaque variable a apporté.',
};
