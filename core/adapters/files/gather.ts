// Cells gathered as columns, each the way it is wanted.
import { type CellColumn, createCells, setCell } from '../../frame/cells.ts';
import type { Rows, Wanted } from '../../sources/row-reader.ts';

/** Where the cells of one column go: `cells` or `texts`; neither = nowhere. */
export interface Target {
  readonly name: string;
  readonly cells: CellColumn | null;
  readonly texts: string[] | null;
}

export interface Gathering {
  /** The target of the column at `at`; the same name always means the same place. */
  target(name: string): Target;
  /** What was gathered so far, as `rows` rows; gathering starts anew. */
  take(rows: number): Rows;
}

export function createGathering(wanted: Wanted): Gathering {
  const [written, skipped] = [new Set(wanted.texts), new Set(['', ...wanted.skip])];
  let targets = new Map<string, Target>();
  const made = (name: string): Target => {
    if (written.has(name)) return { name, cells: null, texts: [] };
    return { name, cells: skipped.has(name) ? null : createCells(), texts: null };
  };
  return {
    target(name) {
      const known = targets.get(name);
      if (known !== undefined) return known;
      const target = made(name);
      targets.set(name, target);
      return target;
    },
    take(rows) {
      const taken = [...targets.values()];
      targets = new Map();
      for (const target of taken) if (shortOf(target, rows)) put(target, rows - 1, '');
      return {
        rows,
        cells: new Map(taken.flatMap(({ name, cells }) => (cells === null ? [] : [[name, cells]]))),
        texts: new Map(taken.flatMap(({ name, texts }) => (texts === null ? [] : [[name, texts]]))),
      };
    },
  };
}

/** Whether the last rows had no cell in this column. */
function shortOf({ cells, texts }: Target, rows: number): boolean {
  return (texts ?? cells?.values ?? { length: rows }).length < rows;
}

/** Writes one cell. */
export function put({ cells, texts }: Target, row: number, cell: string): void {
  if (texts !== null) {
    while (texts.length < row) texts.push('');
    texts[row] = cell.trim();
  } else if (cells !== null) setCell(cells, row, cell);
}
