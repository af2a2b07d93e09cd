import type { Rich } from '../../card.ts';

export const promote = {
  title: (watch: string, from: number, to: number) => `⬆️ Promoted ${watch} v${from} -> v${to}`,
  summary: (to: number, by: string): Rich => [`Version ${to} serves now; promoted by `, { strong: by }, '.'],
  inMlflow: (to: number): Rich => [
    `Promoted in MLflow: its alias was moved there. Version ${to} serves now.`,
  ],
};
