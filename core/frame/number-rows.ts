// Rows of numbers alone, without an object a row: brought to the order of a schema. Pure.
import type { Schema } from './frame.ts';

/**
 * Places before the numbers of each row whose content means nothing: who answers the rows writes there what it said, and
 * the whole goes to the store without a copy.
 */
export const ahead = 2;

/** Row by row, finite, each row `ahead` places and its numbers in the order of `names`, of which no two are alike. */
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
  const stride = ahead + width;
  const found = new Float64Array((numbers.length / stride) * (ahead + columns.length));
  let to = 0;
  for (let row = ahead; row < numbers.length; row += stride) {
    to += ahead;
    for (const column of columns) found[to++] = numbers[row + column] as number;
  }
  return found;
}

/** The numbers of each row. */
export function eachRow(numbers: Float64Array, width: number): Float64Array[] {
  const stride = ahead + width;
  return Array.from({ length: numbers.length / stride }, (_, row) =>
    numbers.subarray(row * stride + ahead, (row + 1) * stride),
  );
}

/** The same rows as objects. */
export function recordsOf({ names, numbers }: NumberRows): Readonly<Record<string, number>>[] {
  return eachRow(numbers, names.length).map((own) =>
    Object.fromEntries(names.map((name, at) => [name, own[at] as number])),
  );
}
