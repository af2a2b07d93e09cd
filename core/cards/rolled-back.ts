// Another kept version serves: the one before, or one that a person chose. Pure.
import type { Duels } from '../retraining/probation.ts';
import { across, bareCard, type Card, type Rich } from './card.ts';
import { undoneSentence } from './probation.ts';
import type { Words } from './words/index.ts';

interface RolledBack {
  readonly watch: string;
  /** A person chose the version. */
  readonly how?: 'promoted';
  readonly from: number;
  readonly to: number;
  readonly by: string;
  /** What proved it, where nobody asked for it. */
  readonly undone?: Duels;
  readonly at: number;
  /** The alias in MLflow by which somebody else replaces the model. */
  readonly registered?: string;
}

export function rolledBackCard(facts: RolledBack, words: Words): Card {
  const { watch, how, from, to, at, registered } = facts;
  const { rolledBack, shared } = words;
  const told = how === 'promoted' ? words.promote : rolledBack;
  const next =
    registered === undefined ? rolledBack.next(`/retrain watch:${watch}`) : shared.registerAnew(registered);
  return {
    ...bareCard,
    tone: 'warn',
    title: told.title(watch, from, to),
    summary: summary(facts, told, words),
    fields: [across(shared.canDo, ...next)],
    footer: `${watch} · v${to}`,
    at,
  };
}

function summary(
  { from, to, by, undone }: RolledBack,
  told: Words['rolledBack' | 'promote'],
  words: Words,
): Rich {
  if (undone !== undefined) return undoneSentence({ ...undone, from, to }, words);
  return by === 'mlflow' ? words.promote.inMlflow(to) : told.summary(to, by);
}
