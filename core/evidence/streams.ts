// What each signal of a plan takes of the rows of a check: cell numbers, or values in [0, 1], one a row. Pure.
import type { FittedModel, Scores } from '../estimators/estimator.ts';
import { expectedMisses } from '../evaluation/cbpe.ts';
import type { Column, Frame } from '../frame/frame.ts';
import { cellNumbers } from '../stats/cell-numbers.ts';
import type { Values } from './bets/bet.ts';
import { classColumn } from './class-column.ts';
import { isCells, type Plan, type Signal } from './plan.ts';
import type { ColumnProfile, Profile } from './profile.ts';

/** Cell numbers, or values in [0, 1]. */
export type Stream = Int32Array | Values;

/** A labelled row: whether the champion was right, and the true class. */
export interface Labelled {
  readonly hit: boolean;
  readonly label: number;
}

export interface Seen {
  readonly plan: Plan;
  readonly profile: Pick<Profile, 'features' | 'prediction'>;
  readonly model: FittedModel;
  readonly rows: Frame;
  readonly scores: Scores;
  readonly prediction: Column;
}

/** Of the signals that take every row, in the plan's order; null for those that wait for labels. */
export function rowStreams(seen: Seen): (Stream | null)[] {
  const columns = new Map(seen.rows.columns.map((column, at) => [column.name, { column, at }]));
  const codes = new Map<string, Int32Array>();
  const codesOf = (name: string): Int32Array | null => {
    const known = codes.get(name);
    if (known !== undefined) return known;
    const found = columns.get(name);
    const profile = found && seen.profile.features[found.at];
    if (found === undefined || profile === undefined) return null;
    const made = cellNumbers(profile.cells, found.column);
    codes.set(name, made);
    return made;
  };
  return seen.plan.signals.map((signal) => {
    if (isCells(signal)) return cellStream(seen, signal.kind, () => codesOf(signal.of ?? ''));
    const found = signal.of === null ? undefined : columns.get(signal.of);
    switch (signal.kind) {
      case 'missing':
        return indicator(codesOf(signal.of ?? ''), missingCell(seen.profile.features[found?.at ?? -1]));
      case 'range':
        return outOfRange(found?.column, seen.plan.ranges[found?.at ?? -1] ?? null);
      case 'category':
        return unseen(found?.column, seen.plan.categories[found?.at ?? -1] ?? null);
      case 'estimate':
        return doubts(seen);
      default:
        return null;
    }
  });
}

function cellStream(
  { profile, prediction, scores, model }: Seen,
  kind: 'feature' | 'score' | 'prediction',
  codesOf: () => Int32Array | null,
): Int32Array | null {
  if (kind === 'feature') return codesOf();
  if (kind === 'score') return cellNumbers(profile.prediction.cells, prediction);
  const said = classColumn(scores.predicted, model.schema.classes);
  return cellNumbers({ kind: 'categories', categories: said.categories }, said);
}

const missingCell = (profile: ColumnProfile | undefined) =>
  profile === undefined ? -1 : profile.counts.length - 1;

function doubts({ plan, scores, model }: Seen): Float64Array | null {
  const answered = { ...scores, classes: model.schema.classes.length };
  return plan.calibrator && expectedMisses(plan.calibrator, answered);
}

function indicator(codes: Int32Array | null, cell: number): Uint8Array | null {
  return codes && Uint8Array.from(codes, (code) => (code === cell ? 1 : 0));
}

function outOfRange(column: Column | undefined, range: readonly [number, number] | null): Uint8Array | null {
  if (column?.kind !== 'numeric' || range === null) return null;
  const [low, high] = range;
  return Uint8Array.from(column.values, (x) => (x < low || x > high ? 1 : 0));
}

function unseen(column: Column | undefined, known: ReadonlySet<string> | null): Uint8Array | null {
  if (column?.kind !== 'categorical' || known === null) return null;
  const strange = column.categories.map((name) => name !== '' && !known.has(name));
  return Uint8Array.from(column.codes, (code) => (code >= 0 && strange[code] === true ? 1 : 0));
}

/** Of a signal that waits for labels. */
export function labelStream(
  signal: Signal,
  labelled: readonly Labelled[],
  classes: readonly string[],
): Float64Array {
  if (signal.kind === 'error') return Float64Array.from(labelled, ({ hit }) => (hit ? 0 : 1));
  const wanted = classes.indexOf(signal.of ?? '');
  const falling = !isCells(signal) && signal.falling;
  return Float64Array.from(labelled, ({ label }) => ((label === wanted) === falling ? 0 : 1));
}
