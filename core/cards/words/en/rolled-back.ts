import type { Rich } from '../../card.ts';

export const rolledBack = {
  title: (watch: string, from: number, to: number) => `↩️ Rolled back ${watch} v${from} -> v${to}`,
  summary: (to: number, by: string): Rich => [
    `Version ${to} serves again; rolled back by `,
    { strong: by },
    '.',
  ],
  next: (command: string): Rich => ['train a new challenger with ', { code: command }],
};
