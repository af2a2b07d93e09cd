// A version that a person chose: what it would mean, asked before. Pure.
import type { ModelInfo } from '../ops/models-result.ts';
import { bareCard, type Card } from './card.ts';
import { versionField } from './models.ts';
import type { Telling } from './words/index.ts';

/** What serves and what would, with their metrics. */
export function promoteQuestion(
  watch: string,
  { present, wanted }: { readonly present: ModelInfo; readonly wanted: ModelInfo },
  { words, at }: Telling,
): Card {
  const { promote, models } = words;
  return {
    ...bareCard,
    tone: 'warn',
    title: promote.confirm(watch, present.version, wanted.version),
    summary: [promote.warning, ' ', models.ownMeasure],
    fields: [
      versionField(`${promote.present} (v${present.version})`, present, words),
      versionField(`${promote.wanted} (v${wanted.version})`, wanted, words),
    ],
    footer: watch,
    at,
  };
}
