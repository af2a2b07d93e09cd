// A backlog on its way to being worked off: one card for all that happened in it. Pure.
import type { Backlog } from '../news.ts';
import { across, bareCard, beside, type Card, type Field } from './card.ts';
import type { Words } from './words/index.ts';

interface Told {
  readonly watch: string;
  readonly backlog: Backlog;
  readonly done: boolean;
  readonly champion: number;
  readonly elsewhere: boolean;
  readonly at: number;
}

export function backlogCard(told: Told, words: Words): Card {
  const { watch, backlog, done, champion, elsewhere, at } = told;
  const { backlog: own, numbers, shared } = words;
  return {
    ...bareCard,
    tone: done ? 'plain' : 'busy',
    title: done ? own.done(watch) : own.going(watch),
    summary: [own.summary(backlog)],
    fields: [
      beside(own.alarms, numbers.count(backlog.alarms)),
      ...(elsewhere
        ? [beside(own.reference, own.served(champion))]
        : [
            beside(own.challengers, own.came(backlog.promotions, backlog.rejections)),
            beside(own.serving, `v${champion}`),
          ]),
      ...spanOf(backlog, words),
      across(shared.canDo, ...own.next(`/drift watch:${watch}`)),
    ],
    footer: `${watch} · v${champion}`,
    at,
  };
}

function spanOf({ from, until }: Backlog, { backlog: own }: Words): Field[] {
  if (from === null || until === null) return [];
  return [across(own.rowsFrom, { time: from, style: 'full' }, own.until, { time: until, style: 'full' })];
}
