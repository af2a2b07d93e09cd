// A frame's columns put in the order of a list of features. Pure.
import { AppError } from '../errors.ts';
import type { Feature, Frame } from './frame.ts';

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
