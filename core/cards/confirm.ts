// What takes over by force, before anybody decides. Pure.
import type { WatchStatus } from '../ops/results.ts';
import { bareCard, beside, type Card } from './card.ts';
import type { Telling } from './words/index.ts';

/** What takes over without having won. Null where nothing serves that could be lost. */
export function forceConfirmCard(
  work: 'train' | 'retrain',
  { watch, champion }: WatchStatus,
  { words, at }: Telling,
): Card | null {
  if (champion === null) return null;
  const { now, next, version, accuracy, [work]: change } = words.confirm;
  const trained = champion.baseline?.accuracy;
  const facts = trained == null ? '' : `\n${accuracy(words.numbers.metric(trained))}`;
  return {
    ...bareCard,
    tone: 'warn',
    title: change.title(watch),
    summary: [change.said],
    fields: [beside(now, `${version(champion.version)}${facts}`), beside(next, change.next)],
    footer: watch,
    at,
  };
}
