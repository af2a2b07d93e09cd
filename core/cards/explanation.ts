// Why the model answers as it does: signed bars of what each feature contributed. Pure.
import type { Explained, Prediction } from '../ops/predict-result.ts';
import { across, type Block, type Field } from './card.ts';
import { shortened, table } from './columns.ts';
import { bar } from './numbers.ts';
import type { Words } from './words/index.ts';

const featuresShown = 6;
const halfBar = 5;
const nameCells = 16;
const valueCells = 10;
const labelCells = 24;

/** From a typical row over the largest contributions to this one; empty where none was asked for or can be said. */
export function explanationBlock({ explanation }: Prediction, words: Words): Block[] {
  if (explanation === undefined || explanation === null) return [];
  const { prediction, numbers } = words;
  const shown = explanation.features.slice(0, featuresShown);
  const rest = explanation.features.slice(featuresShown);
  const largest = Math.max(...shown.map(({ contribution }) => Math.abs(contribution)), 0);
  const signed = (value: number) => numbers.signed(value, 2);
  const others = rest.reduce((sum, { contribution }) => sum + contribution, 0);
  const lines = [
    [prediction.typical, '', signed(explanation.base)],
    ...shown.map((one) => [
      written(one, words),
      signedBar(largest === 0 ? 0 : one.contribution / largest),
      signed(one.contribution),
    ]),
    ...(rest.length === 0 ? [] : [[prediction.others(rest.length), '', signed(others)]]),
    [prediction.thisRow, '', signed(explanation.score)],
  ];
  return [{ name: prediction.why(shortened(explanation.towards, labelCells)), lines: table(lines) }];
}

export function unexplainedField({ explanation }: Prediction, { prediction }: Words): Field[] {
  return explanation === null ? [across(prediction.whyNot, prediction.unexplained)] : [];
}

function written({ name, value }: Explained['features'][number], { prediction, numbers }: Words): string {
  const text = typeof value === 'number' ? numbers.written(String(value)) : (value ?? prediction.missing);
  return `${shortened(name, nameCells)}=${shortened(text, valueCells)}`;
}

/** What speaks against grows to the left, what speaks for to the right. */
function signedBar(share: number): string {
  const filled = bar(Math.abs(share), halfBar, ['█', ' ']);
  const left = share < 0 ? Array.from(filled).reverse().join('') : ' '.repeat(halfBar);
  return `${left}│${share > 0 ? filled : ' '.repeat(halfBar)}`;
}
