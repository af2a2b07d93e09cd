// Another kept version in place of the one that serves: what it would mean, asked before. Pure.
import type { ModelInfo } from '../ops/models-result.ts';
import { bareCard, type Card } from './card.ts';
import { versionField } from './models.ts';
import type { Telling } from './words/index.ts';

interface Switch {
  readonly watch: string;
  /** By whom it is chosen: a person, or what served before. */
  readonly how: 'approve' | 'promote' | 'rollback';
  readonly present: ModelInfo;
  readonly wanted: ModelInfo;
}

/** What serves and what would, with their metrics. */
export function switchQuestion(asked: Switch, { words, at }: Telling): Card {
  const { watch, how, present, wanted } = asked;
  const { confirm, models } = words;
  return {
    ...bareCard,
    tone: 'warn',
    title: confirm[how].title(watch, present.version, wanted.version),
    summary: [confirm[how].said, ' ', models.ownMeasure],
    fields: [
      versionField(`${confirm.now} (v${present.version})`, present, words),
      versionField(`${confirm.next} (v${wanted.version})`, wanted, words),
    ],
    footer: watch,
    at,
  };
}
