import type { Words } from '../index.ts';

export const rolledBack: Words['rolledBack'] = {
  title: (watch, from, to) => `↩️ Retour arrière - ${watch} v${from} -> v${to}`,
  summary: (to, by) => [
    `La version ${to} est de nouveau en service ; retour arrière demandé par `,
    { strong: by },
    '.',
  ],
  next: (command) => ['entraîner un nouveau challenger avec ', { code: command }],
};
