// Work that was asked to stop. Pure.
import type { CancelResult } from '../ops/results.ts';
import { bareCard, type Card } from './card.ts';
import type { Telling } from './words/index.ts';

export function cancelledCard({ watch, operation, by, since }: CancelResult, telling: Telling): Card {
  const { cancel } = telling.words;
  return {
    ...bareCard,
    tone: 'warn',
    title: cancel.title(operation, watch),
    summary: [cancel.begun, { strong: by }, ' ', { time: since, style: 'relative' }, cancel.ends],
    footer: watch,
    at: telling.at,
  };
}
