// What replay calibration is made of: a stream's per-check gains run through the recursion, and bisection. Pure.
import { nextEvidence } from './recursion.ts';

export interface ReplayTerms {
  /** Median rows of a check expected at arming. */
  readonly rowsPerCheck: number;
  /** log A: the evidence at which a watch alarms. */
  readonly level: number;
}

/**
 * Evidence that an expert may reach when a history without drift is replayed: below the level itself, because a week is
 * longer than the history. Measured on ten features and a history of three days, false alarms a week under AR(0.5) and
 * AR(0.9), and rows until half a standard deviation is proven on independent rows (npm run bench:drift has the rest):
 * half of the level 0.0, 0.15 and 270; two thirds 0.25, 0.24 and 210; three quarters 0.6, 0.36 and 200. With half of it,
 * independent errors are charged for what chance alone gathers: 0.1 to 0.2 takes 670 rows instead of 330.
 */
export const replayLimit = ({ level }: ReplayTerms) => (2 / 3) * level;

/**
 * The replayed history was not the worst possible one: what it needed beyond the ordinary tolerance is raised by half.
 * Only what is beyond: raising all of it made a history that just misses pay for the whole (300 rows instead of 270).
 */
export const raised = (needed: number) => 1.5 * needed;

/** Whether the evidence of one expert, from none at all on, never passes `limit` over the checks. */
export function staysAtMost<C>(limit: number, checks: readonly C[], gainOf: (check: C) => number): boolean {
  let evidence = -Infinity;
  for (const check of checks) {
    evidence = nextEvidence(evidence, gainOf(check), true);
    if (evidence > limit) return false;
  }
  return true;
}

const halvings = 18;

/**
 * The smallest value in [0, high] that passes, from above, where all above one that passes pass too: 0 itself when it
 * does; null when not even `high` does (the ceiling).
 */
export function smallestPassing(passes: (value: number) => boolean, high: number): number | null {
  if (passes(0)) return 0;
  if (!passes(high)) return null;
  let failing = 0;
  let passing = high;
  for (let halving = 0; halving < halvings; halving += 1) {
    const middle = (failing + passing) / 2;
    if (passes(middle)) passing = middle;
    else failing = middle;
  }
  return passing;
}

/** Where the checks of a replayed stream begin and end: all alike, but for the last, partial one. */
export function checksOf(rows: number, { rowsPerCheck }: ReplayTerms): { from: number; to: number }[] {
  const step = Math.max(1, Math.round(rowsPerCheck));
  return Array.from({ length: Math.ceil(rows / step) }, (_, check) => ({
    from: check * step,
    to: Math.min(rows, (check + 1) * step),
  }));
}
