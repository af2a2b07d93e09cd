// What a change would put in place of what, before anybody decides. Pure.
import type { WatchStatus } from '../ops/results.ts';
import { bareCard, beside, type Card } from './card.ts';
import type { Telling } from './words/index.ts';

/** Null where there is nothing to go back to: the operation says so. */
export function rollbackConfirmCard(status: WatchStatus, telling: Telling): Card | null {
  const { champion, previous } = status;
  if (champion === null || previous === null) return null;
  const { rollback, version } = telling.words.confirm;
  return changeCard(status, { ...rollback, next: version(previous) }, telling);
}

/** What takes over without having won. Null where nothing serves that could be lost. */
export function forceConfirmCard(
  work: 'train' | 'retrain',
  status: WatchStatus,
  telling: Telling,
): Card | null {
  return status.champion === null ? null : changeCard(status, telling.words.confirm[work], telling);
}

function changeCard(
  { watch, champion }: WatchStatus,
  change: { title: (watch: string) => string; said: string; next: string },
  { words, at }: Telling,
): Card {
  const { now, next, version, accuracy } = words.confirm;
  const { decimal } = words.numbers;
  const trained = champion?.baseline?.accuracy;
  const facts = trained == null ? '' : `\n${accuracy(decimal(trained, 3))}`;
  return {
    ...bareCard,
    tone: 'warn',
    title: change.title(watch),
    summary: [change.said],
    fields: [beside(now, `${version(champion?.version ?? 0)}${facts}`), beside(next, change.next)],
    footer: watch,
    at,
  };
}
