// "mean 41.20 -> 67.85": what a report measured before and now, in the language of the card. Pure.
import type { FeatureDrift } from '../drift.ts';
import { shortened } from './columns.ts';
import type { Words } from './words/index.ts';

/** Keeps a line of a block within a phone's screen. */
const valueCells = 12;
/** What is measured (nothing, "mean", a category) and its value: the last word, with its percent sign. */
const parts = /^(.*?)\s*(\S+(?: %)?)$/s;
/** A report holds the mean of a number as "mean 41.20", and where there is none "mean unknown (all missing)". */
const mean = /^mean (-?\d\S*|unknown \(all missing\))$/;

type Compared = Pick<FeatureDrift, 'before' | 'after'>;

/** "north 31 %", "north 52 %" -> "north 31 % -> 52 %": what both are measures of is said once. */
export function change({ before, after }: Compared, words: Words): string {
  const [of, was] = partsOf(before, words);
  const [same, is] = partsOf(after, words);
  if (of !== same)
    return `${shortened(measured(before, words), valueCells)} -> ${shortened(measured(after, words), valueCells)}`;
  const values = `${shortened(was, valueCells)} -> ${shortened(is, valueCells)}`;
  return of === '' ? values : `${shortened(of, valueCells)} ${values}`;
}

/** The same in full: "mean 41.20 -> mean 67.85". */
export function wholeChange({ before, after }: Compared, words: Words): string {
  return `${measured(before, words)} -> ${measured(after, words)}`;
}

function measured(text: string, words: Words): string {
  const [of, value] = partsOf(text, words);
  return of === '' ? value : `${of} ${value}`;
}

function partsOf(text: string, { signals, numbers }: Words): readonly [of: string, value: string] {
  const value = mean.exec(text)?.[1];
  if (value !== undefined)
    return [signals.mean, value.startsWith('unknown') ? signals.allMissing : numbers.written(value)];
  const [, of = '', last = text] = parts.exec(text) ?? [];
  return [of, numbers.written(last)];
}
