// What replay calibration is made of: a stream's per-check gains run through the recursion, and bisection. Pure.
import { nextEvidence } from './recursion.ts';

export interface ReplayTerms {
  /** Median rows of a check expected at arming. */
  readonly rowsPerCheck: number;
  /** log A: the evidence at which a watch alarms. */
  readonly level: number;
}

/** Replayed history may reach half of the alarm's level, in nats. */
export const replayLevel = ({ level }: ReplayTerms) => level / 2;

/** A tolerance that had to be raised is raised by this much more: the replayed history was not the worst possible one. */
export const safety = 1.5;

/** Gains of the consecutive checks of one replayed stream, at zero tolerance, and the rows of each. */
export interface Replayed {
  readonly gains: Float64Array;
  readonly rows: Float64Array;
}

/** Whether the evidence stays at or below `limit` at a tolerance of `kappa` nats a row, from no evidence on. */
export function staysBelow({ gains, rows }: Replayed, kappa: number, limit: number): boolean {
  let evidence = -Infinity;
  for (let check = 0; check < gains.length; check += 1) {
    evidence = nextEvidence(evidence, (gains[check] as number) - (rows[check] as number) * kappa, true);
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
