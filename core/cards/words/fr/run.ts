import type { Words } from '../index.ts';

export const run: Words['run'] = {
  name: 'Run MLflow',
  queued: 'en attente',
  kept: 'gardé ici, aucun MLflow configuré',
  refused: 'refusé, voir /status',
  link: (id) => `Run MLflow ${id}`,
};
