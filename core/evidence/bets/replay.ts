// What replay calibration is made of: a stream's per-check gains run through the recursion, and bisection. Pure.
import { nextEvidence } from './recursion.ts';

export interface ReplayTerms {
  /** Median rows of a check expected at arming. */
  readonly rowsPerCheck: number;
  /** log A: the evidence at which a watch alarms. */
  readonly level: number;
}

/**
 * The replayed history was not the worst possible one: what it needed beyond the least tolerance is raised by half. Only
 * the excess, so that a history which just misses the least tolerance is not charged for the whole of it.
 */
const safety = 1.5;

export const raised = (needed: number, least: number) => least + safety * (needed - least);

/** Whether the evidence of one expert, from none at all on, never passes `limit` over checks of the given gains. */
export function staysAtMost(limit: number, checks: number, gainOf: (check: number) => number): boolean {
  let evidence = -Infinity;
  for (let check = 0; check < checks; check += 1) {
    evidence = nextEvidence(evidence, gainOf(check), true);
    if (evidence > limit) return false;
  }
  return true;
}

const halvings = 18;

/**
 * The smallest value in [low, high] that passes, from above, where all above one that passes pass too: `low` itself when
 * it does; null when not even `high` is known to (the ceiling).
 */
export function smallestPassing(
  passes: (value: number) => boolean,
  { low, high }: { low: number; high: number },
): number | null {
  if (passes(low)) return low;
  if (!passes(high)) return null;
  let failing = low;
  let passing = high;
  for (let halving = 0; halving < halvings; halving += 1) {
    const middle = (failing + passing) / 2;
    if (passes(middle)) passing = middle;
    else failing = middle;
  }
  return passing;
}

/** Rows of the checks of a stream: all alike, but for the last, partial one. */
export function checkSizes(rows: number, rowsPerCheck: number): Float64Array {
  return Float64Array.from({ length: Math.ceil(rows / rowsPerCheck) }, (_, check) =>
    Math.min(rowsPerCheck, rows - check * rowsPerCheck),
  );
}
