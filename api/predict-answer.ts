// The answer of /predict as JSON, written from its columns: the very text that JSON.stringify makes of an object a row. Pure.
import type { Answers, PredictResult } from '../core/ops/predict-result.ts';
import { jsonType } from './errors.ts';
import type { Answer } from './route.ts';

/** What is the same in the answer to every row. */
interface Words {
  /** Of each class, from behind the id up to its probabilities. */
  readonly labels: readonly string[];
  /** Places of the classes in the order of an object's keys. */
  readonly order: readonly number[];
  /** Of each class, its key, as the first one and as a later one. */
  readonly keys: readonly string[];
  readonly laterKeys: readonly string[];
}

/** From so many numbers on a list of them is written at once. */
const many = 50;

/** Of the classes of each model that answered. */
const known = new WeakMap<readonly string[], Words>();

export function predictAnswer(result: PredictResult): Answer {
  const { watch, version, columns, stored } = result;
  if (columns === undefined) return { value: result };
  const head = `{"watch":${JSON.stringify(watch)},"version":${version},"predictions":[`;
  return { value: `${head}${rowsText(columns)}],"stored":${stored}}`, type: jsonType };
}

/** Each `+=` leaves an object behind: what can be put together before is. */
function rowsText(answers: Answers): string {
  const { id, classes, codes, shares } = answers;
  const { labels, order, keys, laterKeys } = known.get(classes) ?? wordsOf(classes);
  const numbers = textsOf(shares);
  // As `idOf` names them.
  const isNumbered = codes.length > 1;
  const begin = `{"id":"${id}${isNumbered ? '-' : ''}`;
  const next = `}},${begin}`;
  let text = begin;
  for (let row = 0; row < codes.length; row++) {
    if (row > 0) text += next;
    if (isNumbered) text += row;
    text += labels[codes[row] as number];
    let isFirst = true;
    for (const at of order) {
      const place = row * classes.length + at;
      if (Number.isNaN(shares[place])) continue;
      text += (isFirst ? keys : laterKeys)[at];
      text += numbers[place];
      isFirst = false;
    }
  }
  return `${text}}}`;
}

/** Of a list of many JSON.stringify makes the same texts in three quarters of the time; of a few it takes longer. */
function textsOf(shares: Float64Array): string[] {
  const isShort = shares.length < many;
  const texts: string[] = [];
  const numbers: number[] = [];
  // By hand: the iterator of a typed array makes two objects a number.
  for (let at = 0; at < shares.length; at++) {
    const share = shares[at] as number;
    if (isShort) texts.push(String(share));
    else numbers.push(share);
  }
  return isShort ? texts : JSON.stringify(numbers).slice(1, -1).split(',');
}

function wordsOf(classes: readonly string[]): Words {
  const keys = classes.map((name) => `${JSON.stringify(name)}:`);
  const places = Object.fromEntries(classes.map((name, at) => [name, at]));
  const labels = classes.map((name) => `","label":${JSON.stringify(name)},"probabilities":{`);
  const laterKeys = keys.map((key) => `,${key}`);
  const words = { labels, order: Object.values(places), keys, laterKeys };
  known.set(classes, words);
  return words;
}
