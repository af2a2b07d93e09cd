// The drift threshold of a watch, replaced or given back. Pure.
import type { ThresholdResult } from '../ops/results.ts';
import { bareCard, button, type Card } from './card.ts';
import type { Telling } from './words/index.ts';

export function thresholdCard({ watch, before, now, own }: ThresholdResult, { words, at }: Telling): Card {
  const { threshold, numbers } = words;
  const written = (value: number) => numbers.written(String(value));
  const replaced = now !== own;
  const press = { command: 'alerts threshold', args: { watch, value: 'reset' } };
  return {
    ...bareCard,
    tone: replaced ? 'warn' : 'plain',
    title: threshold.title(written(now), watch),
    summary: [replaced ? threshold.set(written(before), written(own)) : threshold.own(written(before))],
    actions: replaced ? [button('plain', threshold.reset, press)] : [],
    footer: watch,
    at,
  };
}
