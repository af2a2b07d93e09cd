// Rows of numbers alone, without an object a row: brought to the order of a schema. Pure.
import type { Schema } from './frame.ts';

/** Row by row, finite, each row in the order of `names`, of which no two are alike. */
export interface NumberRows {
  readonly names: readonly string[];
  readonly numbers: Float64Array;
}

/**
 * What brings rows to the order of a schema, made once; it answers null where a feature is missing or no number, or a name
 * is neither a feature nor `ignored`. The names of the last rows are remembered: those of one program are the same list.
 */
export function alignedTo(
  { features }: Schema,
  ignored: readonly string[],
): (rows: NumberRows) => Float64Array | null {
  const known = new Set([...ignored, ...features.map(({ name }) => name)]);
  let last: readonly string[] = [];
  let columns: Int32Array | null = null;
  const columnsIn = (names: readonly string[]): Int32Array | null => {
    const places = new Map(names.map((name, at) => [name, at]));
    const found = Int32Array.from(features, ({ name, kind }) =>
      kind === 'numeric' ? (places.get(name) ?? -1) : -1,
    );
    return found.includes(-1) || names.some((name) => !known.has(name)) ? null : found;
  };
  return ({ names, numbers }) => {
    if (names !== last) [last, columns] = [names, columnsIn(names)];
    if (columns === null) return null;
    const isInOrder = columns.length === names.length && columns.every((from, at) => from === at);
    return isInOrder ? numbers : picked(numbers, names.length, columns);
  };
}

function picked(numbers: Float64Array, width: number, columns: Int32Array): Float64Array {
  const found = new Float64Array((numbers.length / width) * columns.length);
  let to = 0;
  for (let row = 0; row < numbers.length; row += width)
    for (const column of columns) found[to++] = numbers[row + column] as number;
  return found;
}

/** The same rows as objects. */
export function recordsOf({ names, numbers }: NumberRows): Readonly<Record<string, number>>[] {
  return Array.from({ length: numbers.length / names.length }, (_, row) =>
    Object.fromEntries(names.map((name, at) => [name, numbers[row * names.length + at] as number])),
  );
}
