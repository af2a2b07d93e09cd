import type { Words } from '../index.ts';

export const actions: Words['actions'] = {
  retrain: 'Réentraîner',
  expected: 'C’était attendu',
  promoteAnyway: 'Promouvoir quand même',
  rollback: 'Retour arrière',
  check: 'Contrôler',
  report: 'Rapport complet',
  watch: 'Quelle veille ?',
  confirm: 'Confirmer',
  cancel: 'Annuler',
};
