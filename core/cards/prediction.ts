// What the champion says of a row. Pure.
import type { Prediction, PredictResult } from '../ops/results.ts';
import { across, type Block, bareCard, type Card } from './card.ts';
import { shortened, table } from './columns.ts';
import { bar, percent } from './numbers.ts';

const classesShown = 8;

/** One row asked for in a chat; of a batch the first is shown. */
export function predictionCard({ watch, version, predictions, stored }: PredictResult, at: number): Card {
  const first = predictions[0];
  const summary =
    first === undefined ? ['No row was given.'] : ['The model says ', { strong: first.label }, '.'];
  const id =
    first === undefined
      ? []
      : [across('Prediction id', { code: first.id }, ...(stored ? labelHint(first.id) : []))];
  return {
    ...bareCard,
    tone: 'plain',
    title: `🔮 Prediction - ${watch} v${version}`,
    summary,
    fields: id,
    blocks: first === undefined ? [] : [probabilities(first)],
    footer: `${watch} · v${version}`,
    at,
  };
}

function labelHint(id: string) {
  return ['\ntell the true outcome later: ', { code: `/label id:${id} label:...` }] as const;
}

function probabilities({ probabilities: shares }: Prediction): Block {
  const ranked = Object.entries(shares)
    .sort(([, first], [, second]) => second - first)
    .slice(0, classesShown);
  const lines = ranked.map(([label, share]) => [
    shortened(label, 24),
    bar(share, 10, ['█', '░']),
    percent(share),
  ]);
  return { name: 'Probabilities', lines: table(lines) };
}
