// Hand-made frames: a record of columns (numbers, or strings for categories; null = missing) and a list of labels.
import type { CategoricalColumn, Column, Frame } from '../../../core/frame/frame.ts';

type Cells = readonly (number | string | null)[];

/** `categories` fixes the order of the label's dictionary; by default labels get codes as they appear. */
export function frameOf(
  columns: Readonly<Record<string, Cells>>,
  labels: readonly (string | null)[],
  categories?: readonly string[],
): Frame {
  return {
    rows: labels.length,
    columns: Object.entries(columns).map(([name, cells]) => columnOf(name, cells)),
    ids: labels.map((_, row) => `row-${row}`),
    times: new Float64Array(labels.length),
    label: categorical('label', labels, categories),
  };
}

function columnOf(name: string, cells: Cells): Column {
  if (cells.some((cell) => typeof cell === 'string')) {
    return categorical(
      name,
      cells.map((cell) => (cell === null ? null : String(cell))),
    );
  }
  return {
    kind: 'numeric',
    name,
    values: Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : Number(cell))),
  };
}

function categorical(
  name: string,
  cells: readonly (string | null)[],
  known?: readonly string[],
): CategoricalColumn {
  const categories = known ?? [...new Set(cells.filter((cell) => cell !== null))];
  const codes = Int32Array.from(cells, (cell) => (cell === null ? -1 : categories.indexOf(cell)));
  return { kind: 'categorical', name, codes, categories };
}
