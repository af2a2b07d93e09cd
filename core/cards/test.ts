// A card that is only a test, and the answer to whoever asked for it. Pure.
import type { News } from '../news.ts';
import type { TestCardResult } from '../ops/results.ts';
import { bareCard, type Card } from './card.ts';
import type { Telling, Words } from './words/index.ts';

export function testNewsCard({ watch, by, at }: Extract<News, { kind: 'test' }>, { alerts }: Words): Card {
  return {
    ...bareCard,
    tone: 'plain',
    title: alerts.testTitle(watch),
    summary: [alerts.testAskedBy, { strong: by }, alerts.testMeans],
    footer: watch,
    at,
  };
}

export function testedCard(result: TestCardResult, { words: { alerts }, at }: Telling): Card {
  const { watch, status, reason, notifier } = result;
  const facts = { ...bareCard, footer: watch, at };
  if (status === 'sent')
    return {
      ...facts,
      tone: 'good',
      title: alerts.arrived(watch),
      summary: [alerts.through(notifier ?? '')],
    };
  if (status === 'dead')
    return { ...facts, tone: 'bad', title: alerts.refused(watch), summary: [reason ?? ''] };
  return { ...facts, tone: 'warn', title: alerts.waits(watch), summary: [reason ?? alerts.elsewhere] };
}
