// An older version serves again. Pure.
import { across, bareCard, type Card } from './card.ts';

interface RolledBack {
  readonly watch: string;
  readonly from: number;
  readonly to: number;
  readonly by: string;
  readonly at: number;
}

export function rolledBackCard({ watch, from, to, by, at }: RolledBack): Card {
  return {
    ...bareCard,
    tone: 'warn',
    title: `↩️ Rolled back ${watch} v${from} -> v${to}`,
    summary: [`Version ${to} serves again; rolled back by `, { strong: by }, '.'],
    fields: [across('What you can do', 'train a new challenger with ', { code: `/retrain watch:${watch}` })],
    footer: `${watch} · v${to}`,
    at,
  };
}
