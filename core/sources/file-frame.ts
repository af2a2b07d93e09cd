// Chosen rows of file tables to one frame.
import { buildFrame, type CellRows, inferFeatures, rowPath } from '../frame/build.ts';
import { type FaultList, quoted } from '../frame/faults.ts';
import { concatFrames, type Feature, type Frame, type Schema } from '../frame/frame.ts';
import { type FileTable, featureNames, type Reading } from './file-table.ts';

/** Rows of a table, ascending, with the label of each (null = not known). */
export interface Pick {
  readonly table: FileTable;
  readonly rows: Uint32Array;
  readonly labels: readonly (string | null)[];
}

interface Shape {
  readonly reading: Reading;
  /** Null: features and classes are inferred from the rows. */
  readonly schema: Schema | null;
  readonly faults: FaultList;
}

/**
 * The rows of all picks, one after the other.
 * @throws AppError `bad_data` when a file lacks a feature
 */
export function frameOfPicks(picks: readonly Pick[], { reading, schema, faults }: Shape): Frame {
  const parts = picks.map(({ table, rows, labels }) => cellRows(table, rows, labels));
  for (const { table, rows } of picks) reportRows(table, rows, faults);
  const names = picks[0] === undefined ? [] : featureNames(picks[0].table, reading);
  const features = schema?.features ?? inferFeatures(parts, names, faults);
  const classes = schema?.classes ?? classesOf(picks);
  const frames = parts.map((part) => buildFrame(part, { features, classes }, faults));
  return frames.reduce(concatFrames, emptyFrame(features, classes));
}

/** Rows from `start` up to `end`. */
export function rowsBetween(start: number, end: number): Uint32Array {
  return Uint32Array.from({ length: end - start }, (_, at) => start + at);
}

/** The row's own id, or else its place. */
export function idAt(table: FileTable, row: number): string {
  return table.ids[row] || `${table.name}#${row + 1}`;
}

function cellRows(table: FileTable, rows: Uint32Array, labels: CellRows['labels']): CellRows {
  return {
    columns: table.columns,
    rows,
    ids: Array.from(rows, (row) => idAt(table, row)),
    times: Float64Array.from(rows, (row) => table.times[row] ?? Number.NaN),
    labels,
    place: table.name,
  };
}

function classesOf(picks: readonly Pick[]): string[] {
  const seen = new Set<string>();
  for (const { labels } of picks) for (const label of labels) if (label !== null) seen.add(label);
  return [...seen].sort();
}

function emptyFrame(features: readonly Feature[], classes: readonly string[]): Frame {
  return {
    rows: 0,
    columns: features.map(({ name, kind }) =>
      kind === 'numeric'
        ? { kind, name, values: new Float64Array(0) }
        : { kind, name, codes: new Int32Array(0), categories: [] },
    ),
    ids: [],
    times: new Float64Array(0),
    label: { kind: 'categorical', name: 'label', codes: new Int32Array(0), categories: classes },
  };
}

/** What is odd about the rows themselves: ids and times. */
function reportRows(table: FileTable, rows: Uint32Array, faults: FaultList): void {
  for (const row of rows) {
    const path = rowPath(table.name, row);
    if (table.repeated.has(row)) {
      faults.add(() => ({ path: `${path}, id`, message: `${quoted(idAt(table, row))} came before` }));
    }
    if (table.ids[row] === '') faults.add(() => ({ path: `${path}, id`, message: 'is missing' }));
    const time = table.timeless.get(row);
    if (time !== undefined) {
      faults.add(() => ({ path: `${path}, time`, message: `${quoted(time)} is not a time` }));
    }
  }
}
