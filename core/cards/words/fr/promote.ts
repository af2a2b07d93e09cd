import type { Words } from '../index.ts';

export const promote: Words['promote'] = {
  title: (watch, from, to) => `⬆️ Promu ${watch} v${from} -> v${to}`,
  summary: (to, by) => [`La version ${to} est en service ; promue par `, { strong: by }, '.'],
  confirm: (watch, from, to) => `⬆️ Promouvoir ${watch} v${from} -> v${to} ?`,
  warning:
    'Aucun contrôle n’est fait. L’incident ouvert est clos, et les lignes suivantes sont comparées à cette version.',
  present: 'En service',
  wanted: 'Serait en service',
};
