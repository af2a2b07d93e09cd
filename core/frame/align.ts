// A frame's columns put in the order of a list of features. Pure.
import { AppError } from '../errors.ts';
import type { Column, Feature, Frame } from './frame.ts';

/**
 * The same rows with exactly these features, found by name, in this order.
 * @throws AppError `bad_data` when a feature is missing or of the other kind
 */
export function withFeatures(frame: Frame, features: readonly Feature[]): Frame {
  const byName = new Map(frame.columns.map((column) => [column.name, column]));
  const columns = features.map(({ name, kind }) => {
    const column = byName.get(name);
    if (column?.kind === kind) return column;
    const fault = column === undefined ? 'is missing' : `is ${column.kind}, not ${kind}`;
    throw new AppError('bad_data', `The feature "${name}" ${fault}.`, {
      remedy: 'Give the data every feature under the same name and of the same kind.',
      faults: [{ path: `column ${name}`, message: fault }],
    });
  });
  return { ...frame, columns };
}

/**
 * The same, but numbers become the categories they are spelled as where a category is wanted: what a column holds alone
 * does not say that its digits are names. @throws AppError `bad_data` as `withFeatures`
 */
export function likeFeatures(frame: Frame, features: readonly Feature[]): Frame {
  const wanted = new Set(features.filter(({ kind }) => kind === 'categorical').map(({ name }) => name));
  const columns = frame.columns.map((column) => (wanted.has(column.name) ? spelled(column) : column));
  return withFeatures({ ...frame, columns }, features);
}

function spelled(column: Column): Column {
  if (column.kind === 'categorical') return column;
  const place = new Map<number, number>();
  const codes = Int32Array.from(column.values, (value) => {
    if (Number.isNaN(value)) return -1;
    const code = place.get(value) ?? place.size;
    place.set(value, code);
    return code;
  });
  return { kind: 'categorical', name: column.name, codes, categories: [...place.keys()].map(String) };
}
