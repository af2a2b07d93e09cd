// The look at the rows before anybody learns from them: faults that a pipeline makes, against the champion's reference
// window. Drift is what a challenger is for, so values that moved are no fault: a value out of the old range is judged by
// the tournament, which sees its label. Pure; runs in a worker.
import type { CategoricalColumn, Column, Frame } from '../frame/frame.ts';
import type { DataFault } from '../quarantine.ts';
import { lengthOf, marksOf, valueAt } from './cells.ts';

/** In shares of the rows, above what the reference has. */
const moreMissing = 0.1;
const moreUnseen = 0.05;
const moreRepeated = 0.2;
/** Of one value in a row: a shorter stretch weighs little in a training, and rows that come in clusters have such ones. */
const mostStuck = 0.2;
/** Fewer rows say little of a share, and weigh little in a training. */
const leastRows = 100;
/** So many labels of one class alone are no rare event of the world, whose other classes may have become rare. */
const leastLabels = 300;
/** The classes of the reference that are missed have at least so many rows there. */
const leastOfOthers = 30;
/** And so many in a row of one value are looked at. */
const leastRun = 30;
/** What more rows than this have is usual, and comes in long runs where rows come in clusters. */
const mostUsual = 0.5;
/** Neighbours that are alike so much oftener than any two rows follow something slow, as the hour. */
const moreAlike = 0.2;
/** New categories are what is usual above this share, in names for instance. */
const mostUnseen = 0.5;

export interface DataFinding extends DataFault {
  /** Rows of the frame from the first to the last that shows it; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
}

/**
 * What is wrong with `fresh`, rows that came after `reference` and have its columns; both in order of arrival.
 * Cost O(rows x columns).
 */
export function dataFaults(reference: Frame, fresh: Frame): DataFinding[] {
  if (fresh.rows < leastRows || reference.rows === 0) return [];
  const columns = fresh.columns.flatMap((column, at): DataFinding[] => {
    const known = reference.columns[at];
    if (known === undefined || known.kind !== column.kind) return [];
    const found = [missing(known, column), unseen(known, column), stuck(known, column)];
    return found.flatMap((one) => (one === null ? [] : [one]));
  });
  const again = repeated(reference, fresh);
  const labels = oneClass(reference, fresh);
  return [...columns, ...[again, labels].flatMap((one) => (one === null ? [] : [one]))];
}

interface Rate {
  readonly kind: DataFault['kind'];
  readonly of: string | null;
  readonly usual: number;
  readonly more: number;
}

/** More of the marked rows than there may be, and the stretch in which they exceed that most. */
function tooMany(marks: Uint8Array, { kind, of, usual, more }: Rate): DataFinding | null {
  const share = shareOf(marks);
  if (share <= usual + more) return null;
  return { kind, of, before: percent(usual), after: percent(share), ...heaviest(marks, usual + more) };
}

/** The stretch whose sum of (mark - limit) is largest (Bentley 1984, "Programming pearls", the maximal subarray). */
function heaviest(marks: Uint8Array, limit: number): { readonly start: number; readonly end: number } {
  let best = { start: 0, end: 0, sum: 0 };
  let [start, sum] = [0, 0];
  for (const [row, mark] of marks.entries()) {
    if (sum <= 0) [start, sum] = [row, 0];
    sum += mark - limit;
    if (sum > best.sum) best = { start, end: row + 1, sum };
  }
  return { start: best.start, end: best.end };
}

function missing(known: Column, column: Column): DataFinding | null {
  const usual = shareOf(missingIn(known));
  return tooMany(missingIn(column), { kind: 'missing', of: column.name, usual, more: moreMissing });
}

/** Numbers that are infinite are missing; so is the empty text. */
function missingIn(column: Column): Uint8Array {
  if (column.kind === 'numeric') {
    const { values } = column;
    return marksOf(values.length, (row) => !Number.isFinite(values[row]));
  }
  const { codes, categories } = column;
  return marksOf(codes.length, (row) => (categories[codes[row] ?? -1] ?? '') === '');
}

/** Categories the reference does not have: by Good and Turing as many as it has once (Good 1953). */
function unseen(known: Column, column: Column): DataFinding | null {
  if (known.kind !== 'categorical' || column.kind !== 'categorical') return null;
  const counts = countsOf(known);
  const usual = [...counts.values()].filter((count) => count === 1).length / known.codes.length;
  if (usual > mostUnseen) return null;
  const strange = column.categories.map((name) => name !== '' && !counts.has(name));
  const { codes } = column;
  const marks = marksOf(codes.length, (row) => strange[codes[row] ?? -1] === true);
  return tooMany(marks, { kind: 'category', of: column.name, usual, more: moreUnseen });
}

function countsOf({ codes, categories }: CategoricalColumn): Map<string, number> {
  const counts = new Map<string, number>();
  for (const code of codes) {
    const name = categories[code];
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/**
 * A column that no longer changes: one value, not what most rows have, in a row for more than twice as long as the reference
 * ever had any. Where rows are alike by nature, as those of one hour are, a run says nothing.
 */
function stuck(known: Column, column: Column): DataFinding | null {
  const run = longestRun(column);
  const length = run.end - run.start;
  const long = length >= leastRun && length > mostStuck * lengthOf(column);
  if (run.value === null || !long || length <= 2 * longestRun(known).rows) return null;
  const share = shareOfValue(known, run.value);
  if (share > mostUsual || isSlow(known)) return null;
  const { start, end } = run;
  return {
    ...{ kind: 'constant', of: column.name, before: percent(share), after: String(run.value) },
    ...{ start, end },
  };
}

/** Of rows that follow one another more have the same value than of rows taken at random. */
function isSlow(column: Column): boolean {
  const counts = new Map<number | string, number>();
  let [rows, same] = [0, 0];
  let last: number | string | null = null;
  for (let row = 0; row < lengthOf(column); row++) {
    const value = valueAt(column, row);
    if (value === null) continue;
    counts.set(value, (counts.get(value) ?? 0) + 1);
    if (value === last) same += 1;
    last = value;
    rows += 1;
  }
  const atRandom = [...counts.values()].reduce((sum, count) => sum + (count / rows) ** 2, 0);
  return same / rows > atRandom + moreAlike;
}

interface Run {
  readonly value: number | string | null;
  /** Its rows with a value; missing ones do not end it. */
  readonly rows: number;
  readonly start: number;
  readonly end: number;
}

function longestRun(column: Column): Run {
  const best: { -readonly [K in keyof Run]: Run[K] } = { value: null, rows: 0, start: 0, end: 0 };
  let [last, rows, start]: [Run['value'], number, number] = [null, 0, 0];
  const length = lengthOf(column);
  for (let row = 0; row < length; row++) {
    const value = valueAt(column, row);
    if (value === null) continue;
    if (value !== last) {
      last = value;
      rows = 0;
      start = row;
    }
    rows += 1;
    if (rows <= best.rows) continue;
    best.value = value;
    best.rows = rows;
    best.start = start;
    best.end = row + 1;
  }
  return best;
}

function shareOfValue(column: Column, value: number | string): number {
  const rows = lengthOf(column);
  let same = 0;
  for (let row = 0; row < rows; row++) if (valueAt(column, row) === value) same += 1;
  return same / rows;
}

/**
 * Rows that came before, value for value, label and time included. Where few values are possible rows are alike by
 * themselves, the more so the more there are: so as many rows of the reference are held against them, and the rows
 * themselves with their columns mixed, which leaves what chance makes alike.
 */
function repeated(reference: Frame, fresh: Frame): DataFinding | null {
  const most = Math.min(reference.rows, fresh.rows);
  const before = shareOf(repeatsIn(keysOf(reference, most)));
  const usual = Math.max(before, shareOf(repeatsIn(keysOf(fresh, most, true))));
  const rate = { kind: 'duplicate', of: null, usual, more: moreRepeated } as const;
  const found = tooMany(repeatsIn(keysOf(fresh, most)), rate);
  const first = fresh.rows - most;
  return found && { ...found, start: first + found.start, end: first + found.end };
}

/** The values of each of the last `count` rows as a text; mixed, each column in an order of its own. */
function keysOf(frame: Frame, count: number, mixed = false): string[] {
  const columns = [
    ...frame.columns,
    frame.label,
    { kind: 'numeric', name: '', values: frame.times } as const,
  ];
  const key = (row: number) =>
    JSON.stringify(columns.map((column, at) => valueAt(column, mixed ? anyRow(row, at) % frame.rows : row)));
  return Array.from({ length: count }, (_, at) => key(frame.rows - count + at));
}

/** The finaliser of MurmurHash3 (Appleby 2011): unlike a stride it also takes apart what repeats at a distance. */
function anyRow(row: number, column: number): number {
  let hash = row * 1_009 + column;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The rows of the same key as an earlier one. */
function repeatsIn(keys: readonly string[]): Uint8Array {
  const seen = new Set<string>();
  return marksOf(keys.length, (row) => {
    const before = seen.size;
    return seen.add(keys[row] ?? '').size === before;
  });
}

/** Labels that are all of one class, where the reference knows others: from them nothing can be learned. */
function oneClass({ label: known }: Frame, { label, rows }: Frame): DataFinding | null {
  const [only, ...others] = countsOf(label).keys();
  if (only === undefined || others.length > 0 || rows < leastLabels) return null;
  const counts = countsOf(known);
  const labelled = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const same = counts.get(only) ?? 0;
  if (labelled - same < leastOfOthers) return null;
  const before = percent(same / labelled);
  return { kind: 'label', of: only, before, after: percent(1), start: 0, end: rows };
}

const shareOf = (marks: Uint8Array) =>
  marks.length === 0 ? 0 : marks.reduce((sum, mark) => sum + mark, 0) / marks.length;

const percent = (share: number) => `${(100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
