// The answer of /predict as JSON, written from its columns: the very text that JSON.stringify makes of an object a row. Pure.
import { type Answers, idOf, type PredictResult } from '../core/ops/predict-result.ts';
import { jsonType } from './errors.ts';
import type { Answer } from './route.ts';

/** What is the same in the answer to every row. */
interface Words {
  /** Of each class, from behind the id up to its probabilities. */
  readonly labels: readonly string[];
  /** Places of the classes in the order of an object's keys. */
  readonly order: readonly number[];
  /** Of each class, its key. */
  readonly keys: readonly string[];
}

/** From so many numbers on a list of them is written at once. */
const many = 50;

/** Of the classes of each model that answered. */
const known = new WeakMap<readonly string[], Words>();

export function predictAnswer(result: PredictResult): Answer {
  const { watch, version, columns, stored } = result;
  if (columns === undefined) return { value: result };
  const words = known.get(columns.classes) ?? wordsOf(columns.classes);
  let text = `{"watch":${JSON.stringify(watch)},"version":${version},"predictions":[`;
  const numbers = textsOf(columns.shares);
  for (let row = 0; row < columns.codes.length; row++)
    text += `${row === 0 ? '' : ','}${rowText(columns, row, words, numbers)}`;
  return { value: `${text}],"stored":${stored}}`, type: jsonType };
}

/** Of a list of many JSON.stringify makes the same texts in three quarters of the time; of a few it takes longer. */
function textsOf(shares: Float64Array): string[] {
  if (shares.length < many) {
    const texts: string[] = [];
    for (const share of shares) texts.push(String(share));
    return texts;
  }
  return JSON.stringify(Array.from(shares)).slice(1, -1).split(',');
}

/** `numbers`: the text of each of the shares. */
function rowText(
  answers: Answers,
  row: number,
  { labels, order, keys }: Words,
  numbers: readonly string[],
): string {
  const { classes, codes, shares } = answers;
  let text = `{"id":"${idOf(answers, row)}${labels[codes[row] as number]}`;
  let before = '';
  for (const at of order) {
    const place = row * classes.length + at;
    if (Number.isNaN(shares[place])) continue;
    text += `${before}${keys[at]}${numbers[place]}`;
    before = ',';
  }
  return `${text}}}`;
}

function wordsOf(classes: readonly string[]): Words {
  const keys = classes.map((name) => `${JSON.stringify(name)}:`);
  const places = Object.fromEntries(classes.map((name, at) => [name, at]));
  const labels = classes.map((name) => `","label":${JSON.stringify(name)},"probabilities":{`);
  const words = { labels, order: Object.values(places), keys };
  known.set(classes, words);
  return words;
}
