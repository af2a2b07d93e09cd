// The class a champion said, as a column like any other. Pure.
import type { CategoricalColumn } from '../frame/frame.ts';

/** What is none of the classes (a model served elsewhere may say it) keeps a category of its own. */
const other = 'another class';

/** `predicted`: codes of `classes`, -1 = said nothing, anything else = none of them. */
export function classColumn(predicted: Int32Array, classes: readonly string[]): CategoricalColumn {
  const codes = predicted.map((code) => (code < 0 ? -1 : Math.min(code, classes.length)));
  return { kind: 'categorical', name: 'prediction', codes, categories: [...classes, other] };
}
