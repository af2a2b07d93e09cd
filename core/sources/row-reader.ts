// What the file source asks of whoever reads files (core/adapters/files does). Types only.
import type { CellColumn } from '../frame/cells.ts';

/** One file with rows, as it was when it was listed. */
export interface DataFile {
  /** Base name: the part of a position, and the beginning of ids and faults. */
  readonly name: string;
  readonly path: string;
  /** Columns of a CSV or a Parquet file are settled by its header; JSON names them row by row. */
  readonly kind: 'csv' | 'ndjson' | 'json' | 'parquet';
  /** Differs whenever the file may have changed. */
  readonly stamp: string;
}

/** Where a read of a file ended, and how to know the file again. */
export interface FileMark {
  readonly offset: number;
  readonly rows: number;
  /** Columns known so far, in file order; "" for a column without a name. */
  readonly columns: readonly string[];
  /** The bytes before `offset` (or a digest): another seal there means another file. */
  readonly seal: string;
}

/** How the columns of a file are wanted; one that is named in neither list is read as cells. */
export interface Wanted {
  /** Read as they are written, trimmed (ids, times); "" = missing. */
  readonly texts: readonly string[];
  /** Not read at all (dropped columns), not even checked. Columns without a name are never read. */
  readonly skip: readonly string[];
}

/** Rows in file order, as columns: every array holds at least `rows` entries. A column that is absent is missing in all these rows. */
export interface Rows {
  readonly rows: number;
  readonly cells: ReadonlyMap<string, CellColumn>;
  readonly texts: ReadonlyMap<string, readonly string[]>;
}

/**
 * The numbers of a chunk (`values`) are lent: the reader may write over them once the next chunk is asked for. Whoever
 * keeps them copies them. All else, the tail included, belongs to whoever asked for it.
 */
export interface RowChunk extends Rows {
  /** After the rows of this chunk. */
  readonly mark: FileMark;
  /**
   * Last chunk only: what follows the last record break. One row when it already has every cell, "half" when it has
   * not; null = nothing.
   */
  readonly tail: Rows | 'half' | null;
}

export interface RowReader {
  /**
   * The files of a path (a file, a folder, or a pattern with * in its last segment), sorted by name.
   * @throws AppError `not_found` (no such file or folder), `bad_data` (not a kind that can be read)
   */
  list(path: string): Promise<readonly DataFile[]>;
  /**
   * Rows after `from` (null = from the beginning), in chunks that take little memory, to the end of the file. The last
   * chunk may be without rows. Other work gets its turn between two chunks.
   * @throws AppError `bad_data` (malformed, or another file than `from` was made of), `too_large`
   */
  read(file: DataFile, from: FileMark | null, wanted: Wanted): AsyncIterable<RowChunk>;
}
