// The card of a watch whose rows have stopped coming, and of their return. Pure.
import type { News } from '../news.ts';
import { bareCard, beside, type Card } from './card.ts';
import type { Words } from './words/index.ts';

export function noDataCard(
  { watch, since, checks, back, at }: Extract<News, { kind: 'no_data' }>,
  { noData, numbers }: Words,
): Card {
  return {
    ...bareCard,
    tone: back === null ? 'plain' : 'good',
    title: back === null ? noData.title(watch) : noData.back(watch),
    summary: [back === null ? noData.means : noData.cameBack],
    fields: [
      beside(noData.since, { time: since, style: 'full' }),
      beside(noData.checks, numbers.count(checks)),
      ...(back === null ? [] : [beside(noData.rows, numbers.count(back.rows))]),
    ],
    footer: watch,
    at,
  };
}
