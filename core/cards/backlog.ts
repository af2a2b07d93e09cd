// A backlog on its way to being worked off: one card for all that happened in it. Pure.
import type { Backlog } from '../news.ts';
import { across, bareCard, beside, type Card, type Field } from './card.ts';
import { count, counted } from './numbers.ts';

interface Told {
  readonly watch: string;
  readonly backlog: Backlog;
  readonly done: boolean;
  readonly champion: number;
  readonly elsewhere: boolean;
  readonly at: number;
}

export function backlogCard({ watch, backlog, done, champion, elsewhere, at }: Told): Card {
  const { alarms, promotions, rejections } = backlog;
  const drift =
    alarms === 0 ? 'No drift was proven in them.' : `Drift was proven ${counted(alarms, 'time')} in them.`;
  return {
    ...bareCard,
    tone: done ? 'plain' : 'busy',
    title: done ? `📚 Caught up - ${watch}` : `⏳ Catching up - ${watch}`,
    summary: [
      `${counted(backlog.rows, 'row')} in ${counted(backlog.checks, 'check')}, as if each had been made in its time. ${drift}`,
    ],
    fields: [
      beside('Alarms', count(alarms)),
      ...(elsewhere
        ? [beside('Reference', `v${champion}, served elsewhere`)]
        : [
            beside('Challengers', `${count(promotions)} promoted, ${count(rejections)} kept out`),
            beside('Now serving', `v${champion}`),
          ]),
      ...spanOf(backlog),
      across('What you can do', 'see the newest report with ', { code: `/drift watch:${watch}` }),
    ],
    footer: `${watch} · v${champion}`,
    at,
  };
}

function spanOf({ from, until }: Backlog): Field[] {
  if (from === null || until === null) return [];
  return [across('Rows from', { time: from, style: 'full' }, ' until ', { time: until, style: 'full' })];
}
