// Labels that came back. Pure.
import type { LabelResult } from '../ops/results.ts';
import { across, bareCard, type Card, type Field, type Rich } from './card.ts';
import { count, counted } from './numbers.ts';

const idsShown = 5;

export function labelCard({ watch, stored, unknown }: LabelResult, at: number): Card {
  return {
    ...bareCard,
    tone: unknown.length > 0 ? 'warn' : 'good',
    title: `${unknown.length > 0 ? '⚠️' : '✅'} ${stored === 0 ? 'No label' : counted(stored, 'label')} stored - ${watch}`,
    fields: unknownField(unknown),
    footer: watch,
    at,
  };
}

function unknownField(unknown: readonly string[]): Field[] {
  if (unknown.length === 0) return [];
  const ids: Rich = unknown
    .slice(0, idsShown)
    .flatMap((id, at) => (at === 0 ? [{ code: id }] : [', ', { code: id }]));
  const more = unknown.length > idsShown ? [` and ${count(unknown.length - idsShown)} more`] : [];
  return [across('Not stored', ...ids, ...more, ': no prediction has this id')];
}
