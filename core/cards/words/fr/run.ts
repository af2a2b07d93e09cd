import type { Words } from '../index.ts';

export const run: Words['run'] = {
  name: 'Run MLflow',
  states: {
    queued: 'en attente',
    kept: 'gardé ici, aucun MLflow configuré',
    refused: 'refusé, voir /status',
  },
  model: 'Modèle MLflow',
  version: (version) => `Version MLflow ${version}`,
  compare: 'Comparer dans MLflow',
  cells: { none: '-', kept: 'gardé', queued: 'en attente', refused: 'refusé' },
  link: (id) => `Run MLflow ${id}`,
};
