// How rows come: how many a check, and over how long a time. Pure.
import type { Frame } from '../frame/frame.ts';

export interface Pace {
  /** Median rows of a check that has any. */
  readonly rowsPerCheck: number;
  /** From the first row to the last, in milliseconds; null where rows carry no time. */
  readonly span: number | null;
}

/** Where rows do not say. */
const usualRows = 10;

export function paceOf({ times, rows }: Pick<Frame, 'times' | 'rows'>, cadenceMinutes: number): Pace {
  const known = times.filter((time) => !Number.isNaN(time)).sort();
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined || known.length < rows / 2)
    return { rowsPerCheck: usualRows, span: null };
  const counts = new Map<number, number>();
  for (const time of known) {
    const slot = Math.floor(time / (cadenceMinutes * 60_000));
    counts.set(slot, (counts.get(slot) ?? 0) + 1);
  }
  const sizes = [...counts.values()].sort((one, other) => one - other);
  return { rowsPerCheck: sizes[Math.floor(sizes.length / 2)] ?? usualRows, span: last - first };
}
