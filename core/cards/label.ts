// Labels that came back. Pure.
import type { LabelResult } from '../ops/results.ts';
import { across, bareCard, type Card, type Field, type Rich } from './card.ts';
import type { Telling, Words } from './words/index.ts';

const idsShown = 5;

export function labelCard({ watch, stored, unknown }: LabelResult, { words, at }: Telling): Card {
  return {
    ...bareCard,
    tone: unknown.length > 0 ? 'warn' : 'good',
    title: `${unknown.length > 0 ? '⚠️' : '✅'} ${words.label.title(stored, watch)}`,
    fields: unknownField(unknown, words),
    footer: watch,
    at,
  };
}

function unknownField(unknown: readonly string[], { label }: Words): Field[] {
  if (unknown.length === 0) return [];
  const ids: Rich = unknown
    .slice(0, idsShown)
    .flatMap((id, at) => (at === 0 ? [{ code: id }] : [', ', { code: id }]));
  const more = unknown.length > idsShown ? [label.more(unknown.length - idsShown)] : [];
  return [across(label.notStored, ...ids, ...more, label.unknown)];
}
