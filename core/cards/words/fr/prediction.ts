import type { Words } from '../index.ts';

export const prediction: Words['prediction'] = {
  title: (watch, version) => `🔮 Prédiction - ${watch} v${version}`,
  none: 'Aucune ligne n’a été donnée.',
  says: (label) => ['Le modèle répond ', { strong: label }, '.'],
  id: 'Identifiant de la prédiction',
  hint: 'dire plus tard ce qui est vraiment arrivé : ',
  probabilities: 'Probabilités',
};
