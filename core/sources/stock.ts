// How many rows of a source stay in memory: the newest ones that were read, over all its files.
import type { Piece } from './piece.ts';

/** Rows held, at most; fewer when they are wide, but never fewer than `leastRows`. Older ones are read again when asked for. */
const mostRows = 150_000;
const mostCells = 8_000_000;
const leastRows = 2_000;

/** Rows of so many columns that are held: no search for labels goes further back, so its cost does not grow with the files. */
export function rowsHeld(columns: number): number {
  return Math.min(mostRows, Math.max(leastRows, Math.floor(mostCells / Math.max(1, columns))));
}

export interface Stock {
  /** The pieces of a file in order, without a gap, up to the last row that was read. */
  of(file: string): readonly Piece[];
  /** Adds what comes after the pieces of its file; the oldest pieces make room. */
  add(piece: Piece): void;
  /** Drops the rows of a file from `row` on. */
  cut(file: string, row: number): void;
}

export function createStock(): Stock {
  /** In the order they were read. */
  let held: readonly Piece[] = [];
  return {
    of: (file) => held.filter((piece) => piece.file === file),
    add(piece) {
      held = newest([...held, piece]);
    },
    cut(file, row) {
      held = held.filter((piece) => piece.file !== file || piece.start < row);
    },
  };
}

function newest(pieces: readonly Piece[]): readonly Piece[] {
  let [rows, cells, first] = [0, 0, pieces.length];
  while (first > 0) {
    const piece = pieces[first - 1];
    if (piece === undefined) break;
    rows += piece.rows;
    cells += piece.rows * piece.cells.size;
    if (rows - piece.rows >= leastRows && (rows > mostRows || cells > mostCells)) break;
    first -= 1;
  }
  return first === 0 ? pieces : pieces.slice(first);
}
