// Chosen rows of files to one frame, in steps between which other work gets its turn.
import { setImmediate as turn } from 'node:timers/promises';
import { type CellRows, createFrame, createInference, rowPath } from '../frame/build.ts';
import { type FaultList, quoted } from '../frame/faults.ts';
import type { Feature, Frame, Schema } from '../frame/frame.ts';
import { createAnswers } from './file-answers.ts';
import type { Piece, Reading } from './piece.ts';

/** Cells between two turns of the event loop: a millisecond or two of work, so that the frames of a check have theirs. */
const stepCells = 32 * 1024;

/** Chosen rows of a piece, ascending, with the label of each (null = not known). */
export interface Pick {
  readonly piece: Piece;
  readonly rows: Uint32Array;
  readonly labels: readonly (string | null)[];
  /** Columns the file has shown so far, in file order. */
  readonly columns: readonly string[];
}

interface Shape {
  readonly reading: Reading;
  /** Null: features and classes are inferred from the rows. */
  readonly schema: Schema | null;
  readonly faults: FaultList;
}

/**
 * The rows of all picks, one after the other. The picks are used up: each is let go as soon as its rows are taken over.
 * @throws AppError `bad_data` when a file lacks a feature
 */
export async function frameOfPicks(picks: Pick[], { reading, schema, faults }: Shape): Promise<Frame> {
  const parts = knownColumns();
  for (const pick of picks) reportRows(pick, faults);
  const rows = picks.reduce((sum, pick) => sum + pick.rows.length, 0);
  const features = schema?.features ?? (await inferred(picks, { reading, faults, parts }));
  const classes = schema?.classes ?? classesOf(picks);
  const builder = createFrame({ rows, features, classes }, faults);
  const said = reading.answers === null ? null : createAnswers(reading.answers, rows, faults);
  const rest = steps();
  for (let pick = picks.shift(); pick !== undefined; pick = picks.shift()) {
    const part = parts(pick);
    builder.add(part);
    said?.add(part);
    await rest(pick);
  }
  return said === null ? builder.frame() : { ...builder.frame(), answers: said.answers() };
}

async function inferred(
  picks: readonly Pick[],
  { reading, faults, parts }: { reading: Reading; faults: FaultList; parts: (pick: Pick) => CellRows },
): Promise<Feature[]> {
  const { time, id, label, answers, drop } = reading;
  const others = new Set<string | null | undefined>(['', time, id, label, ...drop]);
  others.add(answers?.prediction).add(answers?.score);
  const names = (picks[0]?.columns ?? []).filter((column) => !others.has(column));
  const inference = createInference(names);
  const rest = steps();
  for (const pick of picks) {
    inference.add(parts(pick));
    await rest(pick);
  }
  return inference.features(faults);
}

/** Gives the event loop its turn whenever enough cells went by. */
function steps(): (pick: Pick) => Promise<void> {
  let cells = 0;
  return async ({ rows, columns }) => {
    cells += rows.length * columns.length;
    if (cells < stepCells) return;
    cells = 0;
    await turn();
  };
}

/** Rows from `start` up to `end`. */
export function rowsBetween(start: number, end: number): Uint32Array {
  return Uint32Array.from({ length: end - start }, (_, at) => start + at);
}

/** The row's own id, or else its place. Joined, because a template is two strings to the collector for as long as it lives. */
export function idAt({ ids, file, start }: Piece, row: number): string {
  return ids[row] || [file, start + row + 1].join('#');
}

/** Picks as the rows frames are built of; files share the sets of their columns. */
function knownColumns(): (pick: Pick) => CellRows {
  const known = new Map<readonly string[], ReadonlySet<string>>();
  return ({ piece, rows, labels, columns }) => {
    const own = known.get(columns) ?? new Set(columns);
    known.set(columns, own);
    return {
      columns: piece.cells,
      known: own,
      rows,
      ids: Array.from(rows, (row) => idAt(piece, row)),
      times: Float64Array.from(rows, (row) => piece.times[row] ?? Number.NaN),
      labels,
      place: piece.file,
      first: piece.start,
    };
  };
}

function classesOf(picks: readonly Pick[]): string[] {
  const seen = new Set<string>();
  for (const { labels } of picks) for (const label of labels) if (label !== null) seen.add(label);
  return [...seen].sort();
}

/** What is odd about the rows themselves: ids and times. */
function reportRows({ piece, rows }: Pick, faults: FaultList): void {
  const { file, start, ids, repeated, mistimed } = piece;
  if (ids.length === 0 && mistimed.size === 0) return;
  for (const row of rows) {
    const path = (part: string) => `${rowPath(file, start + row)}, ${part}`;
    if (repeated.has(row)) {
      faults.add(() => ({ path: path('id'), message: `${quoted(idAt(piece, row))} came before` }));
    }
    if (ids[row] === '') faults.add(() => ({ path: path('id'), message: 'is missing' }));
    const message = mistimed.get(row);
    if (message !== undefined) faults.add(() => ({ path: path('time'), message }));
  }
}
