// Another kept version serves: the one before, or one that a person chose. Pure.
import { across, bareCard, type Card } from './card.ts';
import type { Words } from './words/index.ts';

interface RolledBack {
  readonly watch: string;
  /** A person chose the version. */
  readonly how?: 'promoted';
  readonly from: number;
  readonly to: number;
  readonly by: string;
  readonly at: number;
}

export function rolledBackCard({ watch, how, from, to, by, at }: RolledBack, words: Words): Card {
  const { rolledBack, shared } = words;
  const told = how === 'promoted' ? words.promote : rolledBack;
  return {
    ...bareCard,
    tone: 'warn',
    title: told.title(watch, from, to),
    summary: by === 'mlflow' ? words.promote.inMlflow(to) : told.summary(to, by),
    fields: [across(shared.canDo, ...rolledBack.next(`/retrain watch:${watch}`))],
    footer: `${watch} · v${to}`,
    at,
  };
}
