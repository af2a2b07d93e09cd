// The cell of every row of a column, in the order of the rows: what evidence bets on. Pure.
import { AppError } from '../errors.ts';
import type { Cells } from './cells.ts';
import type { CategoricalColumn, StatsColumn } from './column.ts';

/** How many of the ascending values are <= x, at most about 50 of them. */
function upTo(values: readonly number[], x: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}

function numbersOfQuantiles(edges: readonly number[], column: Float64Array): Int32Array {
  const numbers = new Int32Array(column.length);
  for (let row = 0; row < column.length; row += 1) {
    const x = column[row] as number;
    numbers[row] = Number.isFinite(x) ? upTo(edges, x) : edges.length + 1;
  }
  return numbers;
}

function numbersOfValues(known: readonly number[], column: Float64Array): Int32Array {
  const numbers = new Int32Array(column.length);
  for (let row = 0; row < column.length; row += 1) {
    const x = column[row] as number;
    const cell = upTo(known, x) - 1;
    if (!Number.isFinite(x)) numbers[row] = known.length + 1;
    else numbers[row] = known[cell] === x ? cell : known.length;
  }
  return numbers;
}

function numbersOfCategories(known: readonly string[], { codes, categories }: CategoricalColumn): Int32Array {
  const cellOf = new Map(known.map((name, cell) => [name, cell]));
  const cellOfCode = categories.map((name) =>
    name === '' ? known.length + 1 : (cellOf.get(name) ?? known.length),
  );
  return codes.map((code) => (code < 0 ? known.length + 1 : (cellOfCode[code] ?? known.length)));
}

/**
 * The number of each row's cell, in the order of `Cells`: as `countCells` counts them, row by row. Throws
 * `invalid_input` when the column is of another kind than the reference was.
 */
export function cellNumbers(cells: Cells, column: StatsColumn): Int32Array {
  if (column.kind === 'numeric' && cells.kind === 'quantiles')
    return numbersOfQuantiles(cells.edges, column.values);
  if (column.kind === 'numeric' && cells.kind === 'values')
    return numbersOfValues(cells.values, column.values);
  if (column.kind === 'categorical' && cells.kind === 'categories')
    return numbersOfCategories(cells.categories, column);
  throw new AppError('invalid_input', `A ${column.kind} column does not fit cells of ${cells.kind}.`);
}
