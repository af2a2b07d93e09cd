// The reference window of a watch, when it is given as files of its own.
import { AppError } from '../errors.ts';
import { categoryAt } from '../frame/cells.ts';
import { createFaults } from '../frame/faults.ts';
import type { Frame } from '../frame/frame.ts';
import { createTimeReader } from '../frame/time.ts';
import type { ReferenceSettings } from '../watch.ts';
import { frameOfPicks, type Pick, rowsBetween } from './file-frame.ts';
import { checkColumns, isWhole } from './file-table.ts';
import { createKnownIds } from './known-ids.ts';
import { type AnswerColumns, type Piece, pieceOf, type Reading, wantedOf } from './piece.ts';
import type { DataFile, RowReader } from './row-reader.ts';

/** A gigabyte of cells: a reference stays in memory, and every worker gets its columns. */
const mostCells = 125_000_000;

interface ReferenceOptions {
  /** IANA name: where the wall clock of times without a zone hangs. */
  readonly timezone: string;
  readonly reader: RowReader;
  /** Where a model served elsewhere spoke, when that is the model that is watched. */
  readonly answers?: AnswerColumns | null;
}

/**
 * Every row of the reference, files by name, a last line without a line break too. Features and classes are inferred.
 * @throws AppError `not_found`, `bad_data`, `too_large`
 */
export async function readReference(
  { path, time, id, label, drop }: ReferenceSettings,
  { timezone, reader, answers = null }: ReferenceOptions,
): Promise<Frame> {
  const timeOf = createTimeReader(timezone);
  // Old rows are not judged by the clock.
  const now = () => Number.POSITIVE_INFINITY;
  const columns = { time, id, label, drop, answers, labelOptional: false };
  const reading: Reading = { reader, ...columns, timeOf, now };
  const picks: Pick[] = [];
  let cells = 0;
  for (const file of await reader.list(path)) {
    for await (const { piece, columns } of piecesOf(file, reading)) {
      cells += piece.rows * piece.cells.size;
      if (cells > mostCells) throw tooLarge(path);
      picks.push(wholePiece(piece, columns, label));
    }
  }
  return frameOfPicks(picks, { reading, schema: null, faults: createFaults() });
}

async function* piecesOf(
  file: DataFile,
  reading: Reading,
): AsyncGenerator<{ piece: Piece; columns: readonly string[] }> {
  const desk = { reading, ids: createKnownIds() };
  let start = 0;
  for await (const chunk of reading.reader.read(file, null, wantedOf(reading))) {
    const { columns } = chunk.mark;
    if (columns.length > 0) checkColumns(file, columns, reading);
    for (const rows of isWhole(chunk.tail) ? [chunk, chunk.tail] : [chunk]) {
      if (rows.rows === 0) continue;
      yield { piece: pieceOf(rows, { file: file.name, start }, desk), columns };
      start += rows.rows;
    }
  }
}

function wholePiece(piece: Piece, columns: readonly string[], label: string | null): Pick {
  const rows = rowsBetween(0, piece.rows);
  const cells = label === null ? undefined : piece.cells.get(label);
  const labels = Array.from(rows, (row) => (cells === undefined ? null : categoryAt(cells, row)));
  return { piece, rows, labels, columns };
}

function tooLarge(path: string): AppError {
  return new AppError('too_large', `The reference ${path} has more than 125 million cells.`, {
    remedy: 'Give a sample of its rows: some ten thousand say as much about a column.',
  });
}
