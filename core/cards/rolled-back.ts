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
  /** The alias in MLflow by which somebody else replaces the model. */
  readonly registered?: string;
}

export function rolledBackCard({ watch, how, from, to, by, at, registered }: RolledBack, words: Words): Card {
  const { rolledBack, shared } = words;
  const told = how === 'promoted' ? words.promote : rolledBack;
  const next =
    registered === undefined ? rolledBack.next(`/retrain watch:${watch}`) : shared.registerAnew(registered);
  return {
    ...bareCard,
    tone: 'warn',
    title: told.title(watch, from, to),
    summary: by === 'mlflow' ? words.promote.inMlflow(to) : told.summary(to, by),
    fields: [across(shared.canDo, ...next)],
    footer: `${watch} · v${to}`,
    at,
  };
}
