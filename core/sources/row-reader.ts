// What the file source asks of whoever reads files (core/adapters/files does). Types only.

/** One file with rows, as it was when it was listed. */
export interface DataFile {
  /** Base name: the part of a position, and the beginning of ids and faults. */
  readonly name: string;
  readonly path: string;
  /** Columns of a CSV file are settled by its header; NDJSON names them row by row. */
  readonly kind: 'csv' | 'ndjson';
  /** Differs whenever the file may have changed. */
  readonly stamp: string;
}

/** Where a read of a file ended, and how to know the file again. */
export interface FileMark {
  readonly offset: number;
  readonly rows: number;
  /** Columns known so far, in file order; "" for a column without a name. */
  readonly columns: readonly string[];
  /** The bytes before `offset`: other bytes there mean another file. */
  readonly seal: string;
}

/** Some rows in file order. A row may be shorter than `mark.columns`: the rest is missing. */
export interface RowChunk {
  readonly rows: readonly (readonly string[])[];
  /** After the rows of this chunk. */
  readonly mark: FileMark;
  /** Last chunk only: text after the last line break. `row` when it already has every cell; null = half-written. */
  readonly tail: { readonly row: readonly string[] | null } | null;
}

export interface RowReader {
  /**
   * The files of a path (a file, a folder, or a pattern with * in its last segment), sorted by name.
   * @throws AppError `not_found` (no such file or folder), `bad_data` (not a kind that can be read)
   */
  list(path: string): Promise<readonly DataFile[]>;
  /**
   * Rows after `from` (null = from the beginning), in chunks that take little memory, to the end of the file. The last
   * chunk may be without rows.
   * @throws AppError `bad_data` (malformed, or another file than `from` was made of), `too_large`
   */
  read(file: DataFile, from: FileMark | null): AsyncIterable<RowChunk>;
}
