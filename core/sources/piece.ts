// A stretch of rows of one file in memory: its columns, and what is odd about its rows.
import { type CellColumn, isMissing } from '../frame/cells.ts';
import { quoted } from '../frame/faults.ts';
import { clockSkewMs, type TimeReader } from '../frame/time.ts';
import type { KnownIds } from './known-ids.ts';
import type { RowReader, Rows, Wanted } from './row-reader.ts';

/** How the rows of a source are read: the part each column plays (every other one is a feature), and by what. */
export interface Reading {
  readonly reader: RowReader;
  readonly time: string | null;
  readonly id: string | null;
  readonly label: string | null;
  readonly drop: readonly string[];
  /** Where a model served elsewhere spoke, when that is the model that is watched; null = nowhere. */
  readonly answers: AnswerColumns | null;
  /** Labels come from elsewhere: the label column may be absent. */
  readonly labelOptional: boolean;
  readonly timeOf: TimeReader;
  /** Milliseconds since the epoch; a row cannot have happened after it. */
  readonly now: () => number;
}

export interface AnswerColumns {
  readonly prediction: string;
  readonly score: string | null;
}

export interface Piece {
  readonly file: string;
  /** The row of the file its first row is. */
  readonly start: number;
  readonly rows: number;
  readonly cells: ReadonlyMap<string, CellColumn>;
  /** "" where the row has none; empty when the source has no id column. */
  readonly ids: readonly string[];
  /** Milliseconds since the epoch, NaN = unknown; empty when the source has no time column. */
  readonly times: Float64Array;
  /** Rows (of the piece) whose id came before in this source. */
  readonly repeated: ReadonlySet<number>;
  /** What is wrong with the time of a row (of the piece). */
  readonly mistimed: ReadonlyMap<number, string>;
}

const minute = 60_000;

export function wantedOf({ id, time, drop }: Reading): Wanted {
  return { texts: [id, time].filter((name) => name !== null), skip: drop };
}

/** `rows` of `file`, of which the first is row `start`. */
export function pieceOf(
  { rows, cells, texts }: Rows,
  { file, start }: { file: string; start: number },
  { reading, ids }: { reading: Reading; ids: KnownIds },
): Piece {
  const own = reading.id === null ? [] : (texts.get(reading.id) ?? Array.from({ length: rows }, () => ''));
  const repeated = new Set<number>();
  for (const [row, id] of own.entries()) {
    if (id !== '' && ids.repeated(id, file, start + row)) repeated.add(row);
  }
  const written = reading.time === null ? null : (texts.get(reading.time) ?? []);
  const times = new Float64Array(written === null ? 0 : rows).fill(Number.NaN);
  const mistimed = written === null ? new Map() : readTimes(written, times, reading);
  return { file, start, rows, cells: kept(cells, rows), ids: own, times, repeated, mistimed };
}

/** The same columns with numbers of their own, in one array: those of a chunk are only lent. */
function kept(cells: Rows['cells'], rows: number): Rows['cells'] {
  const numbers = new Float64Array(rows * cells.size);
  return new Map(
    [...cells].map(([name, column], at) => {
      const values = numbers.subarray(at * rows, (at + 1) * rows);
      values.set(column.values.subarray(0, rows));
      return [name, { ...column, values }];
    }),
  );
}

function readTimes(
  written: readonly string[],
  into: Float64Array,
  { timeOf, now }: Reading,
): Map<number, string> {
  const mistimed = new Map<number, string>();
  const latest = now() + clockSkewMs;
  for (const [row, cell] of written.entries()) {
    const time = timeOf(cell);
    if (time > latest) mistimed.set(row, aheadBy(time - latest + clockSkewMs));
    else if (Number.isNaN(time) && !isMissing(cell)) mistimed.set(row, `${quoted(cell)} is not a time`);
    if (time <= latest) into[row] = time;
  }
  return mistimed;
}

function aheadBy(ms: number): string {
  return `is ${Math.round(ms / minute)} minutes in the future; is the clock or the timezone wrong?`;
}
