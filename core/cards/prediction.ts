// What the champion says of a row. Pure.
import type { Prediction, PredictResult } from '../ops/predict-result.ts';
import { across, type Block, bareCard, type Card, type Rich } from './card.ts';
import { shortened, table } from './columns.ts';
import { explanationBlock, unexplainedField } from './explanation.ts';
import { bar } from './numbers.ts';
import type { Telling, Words } from './words/index.ts';

const classesShown = 8;

/** One row asked for in a chat; of a batch the first is shown. */
export function predictionCard(result: PredictResult, { words, at }: Telling): Card {
  const { watch, version, predictions, stored } = result;
  const own = words.prediction;
  const first = predictions[0];
  const hint: Rich =
    first === undefined || !stored ? [] : [`\n${own.hint}`, { code: `/label id:${first.id} label:...` }];
  return {
    ...bareCard,
    tone: 'plain',
    title: own.title(watch, version),
    summary: first === undefined ? [own.none] : own.says(first.label),
    fields:
      first === undefined
        ? []
        : [across(own.id, { code: first.id }, ...hint), ...unexplainedField(first, words)],
    blocks: first === undefined ? [] : [probabilities(first, words), ...explanationBlock(first, words)],
    footer: `${watch} · v${version}`,
    at,
  };
}

function probabilities({ probabilities: shares }: Prediction, { prediction, numbers }: Words): Block {
  const ranked = Object.entries(shares)
    .sort(([, first], [, second]) => second - first)
    .slice(0, classesShown);
  const lines = ranked.map(([label, share]) => [
    shortened(label, 24),
    bar(share, 10, ['█', '░']),
    numbers.percent(share),
  ]);
  return { name: prediction.probabilities, lines: table(lines) };
}
