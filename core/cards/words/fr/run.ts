import type { Words } from '../index.ts';

export const run: Words['run'] = {
  name: 'Run MLflow',
  queued: 'en attente',
  link: (id) => `Run MLflow ${id}`,
};
