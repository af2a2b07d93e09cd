// An older version serves again. Pure.
import { across, bareCard, type Card } from './card.ts';
import type { Words } from './words/index.ts';

interface RolledBack {
  readonly watch: string;
  readonly from: number;
  readonly to: number;
  readonly by: string;
  readonly at: number;
}

export function rolledBackCard({ watch, from, to, by, at }: RolledBack, { rolledBack, shared }: Words): Card {
  return {
    ...bareCard,
    tone: 'warn',
    title: rolledBack.title(watch, from, to),
    summary: rolledBack.summary(to, by),
    fields: [across(shared.canDo, ...rolledBack.next(`/retrain watch:${watch}`))],
    footer: `${watch} · v${to}`,
    at,
  };
}
