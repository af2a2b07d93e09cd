// Cells gathered as columns, each the way it is wanted.
import { type CellColumn, createCells, fitCells, setCell } from '../../frame/cells.ts';
import type { Rows, Wanted } from '../../sources/row-reader.ts';

/** Where the cells of one column go: into `cells` or into `texts`; neither = nowhere. */
export interface Target {
  readonly name: string;
  readonly cells: CellColumn | null;
  readonly texts: string[] | null;
}

export interface Gathering {
  /** The target of the column `name`, the same one until the next `take`. */
  target(name: string): Target;
  /** What was gathered, as `rows` rows. Gathering starts anew, with new targets. */
  take(rows: number): Rows;
}

/** `room`: where the numbers of a next column go at first. */
export function createGathering(wanted: Wanted, room?: () => Float64Array): Gathering {
  const [written, skipped] = [new Set(wanted.texts), new Set(['', ...wanted.skip])];
  let targets = new Map<string, Target>();
  const made = (name: string): Target => {
    if (skipped.has(name)) return { name, cells: null, texts: null };
    return written.has(name)
      ? { name, cells: null, texts: [] }
      : { name, cells: createCells(room?.()), texts: null };
  };
  return {
    target(name) {
      const known = targets.get(name) ?? made(name);
      targets.set(name, known);
      return known;
    },
    take(rows) {
      const cells = new Map<string, CellColumn>();
      const texts = new Map<string, string[]>();
      for (const target of targets.values()) {
        if (target.cells !== null) cells.set(target.name, fitCells(target.cells, rows));
        if (target.texts !== null) texts.set(target.name, fitTexts(target.texts, rows));
      }
      targets = new Map();
      return { rows, cells, texts };
    },
  };
}

/** Writes one cell. Rows in between are missing. */
export function put({ cells, texts }: Target, row: number, cell: string): void {
  if (cells !== null) setCell(cells, row, cell);
  else if (texts !== null) fitTexts(texts, row)[row] = cell.trim();
}

function fitTexts(texts: string[], rows: number): string[] {
  while (texts.length < rows) texts.push('');
  return texts;
}
