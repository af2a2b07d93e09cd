import type { Rich } from '../../card.ts';

export const promote = {
  title: (watch: string, from: number, to: number) => `⬆️ Promoted ${watch} v${from} -> v${to}`,
  summary: (to: number, by: string): Rich => [`Version ${to} serves now; promoted by `, { strong: by }, '.'],
  confirm: (watch: string, from: number, to: number) => `⬆️ Promote ${watch} v${from} -> v${to}?`,
  warning: 'No gate is asked. What is open is closed, and later rows are held against this version.',
  present: 'Serves now',
  wanted: 'Would serve',
};
