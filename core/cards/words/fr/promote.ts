import type { Words } from '../index.ts';

export const promote: Words['promote'] = {
  title: (watch, from, to) => `⬆️ Promu ${watch} v${from} -> v${to}`,
  summary: (to, by) => [`La version ${to} est en service ; promue par `, { strong: by }, '.'],
  inMlflow: (to) => [`Promue dans MLflow : son alias y a été déplacé. La version ${to} est en service.`],
};
