// Signals of the pipeline: values that are missing, out of range or unheard-of. Pure.
import type { CategoricalColumn, Column } from '../frame/frame.ts';
import { shareBaseline } from './bets/bounds.ts';
import { calibrateMean } from './bets/replay-mean.ts';
import { type Draft, type Ground, meanSignal, termsOf } from './ground.ts';
import type { Plan } from './plan.ts';
import type { ColumnProfile } from './profile.ts';

/** More categories than this are names: that one is new says nothing. */
const mostCategories = 5_000;
/** Above this share of rows with a value not seen before, new values are what is usual. */
const mostUnseen = 0.5;

export function qualitySignals(
  ground: Ground,
  ranges: Plan['ranges'],
  categories: Plan['categories'],
): Draft[] {
  return ground.reference.columns.flatMap((column, at): Draft[] => {
    const rate = (kind: 'missing' | 'range', test: (row: number) => boolean) => {
      const values = Float64Array.from({ length: ground.reference.rows }, (_, row) => (test(row) ? 1 : 0));
      return meanSignal(
        ground,
        { kind, of: column.name, falling: false },
        calibrateMean(values, termsOf(ground)),
      );
    };
    const range = ranges[at] ?? null;
    const known = categories[at] ?? null;
    if (column.kind === 'numeric') {
      const { values } = column;
      const missing = rate('missing', (row) => !Number.isFinite(values[row]));
      if (range === null) return [missing];
      const [low, high] = range;
      return [missing, rate('range', (row) => (values[row] ?? 0) < low || (values[row] ?? 0) > high)];
    }
    const missing = rate('missing', (row) => isMissing(column, row));
    return known === null ? [missing] : [missing, ...unseenSignal(ground, column)];
  });
}

const isMissing = ({ codes, categories }: CategoricalColumn, row: number) =>
  (categories[codes[row] ?? -1] ?? '') === '';

/**
 * How often a category comes that the reference does not have: by Good and Turing as often as those that it has once
 * (Good 1953, "The population frequencies of species").
 */
function unseenSignal(ground: Ground, column: CategoricalColumn): Draft[] {
  const counts = new Uint32Array(column.categories.length);
  for (const code of column.codes) if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  const once = counts.filter((count) => count === 1).length;
  const usual = shareBaseline(once, ground.reference.rows);
  if (usual.mean > mostUnseen) return [];
  // Marks the only row of such a category: in time order, as they came.
  const values = Float64Array.from(column.codes, (code) => (code >= 0 && counts[code] === 1 ? 1 : 0));
  const made = { ...calibrateMean(values, termsOf(ground)), baseline: usual };
  return [meanSignal(ground, { kind: 'category', of: column.name, falling: false }, made)];
}

/** A standard deviation beyond the smallest and the largest value. */
export function rangeOf({ sorted, standardDeviation }: ColumnProfile): readonly [number, number] | null {
  const [low, high] = [sorted?.[0], sorted?.at(-1)];
  if (low === undefined || high === undefined) return null;
  const margin = standardDeviation ?? 0;
  return [low - margin, high + margin];
}

export function knownCategories(column: Column): ReadonlySet<string> | null {
  if (column.kind === 'numeric') return null;
  const used = new Set(column.codes);
  const names = column.categories.filter((_, code) => used.has(code));
  return names.length > mostCategories ? null : new Set(names);
}
