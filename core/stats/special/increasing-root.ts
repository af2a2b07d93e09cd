// The root of an increasing function: Newton's step, or bisection wherever Newton would leave the bracket. Pure.

interface Curve {
  value(x: number): number;
  slope(x: number): number;
}

interface Bracket {
  low: number;
  high: number;
  start: number;
}

/** Halvings from the largest double to the smallest. */
const MAX_STEPS = 2200;

/** Newton converges quadratically: after a step this small the next one is below rounding. */
const SMALL_STEP = 1e-11;

/** The x of 0 <= `low` < x < `high` where the increasing curve passes zero, to about 1e-14 of itself. */
export function increasingRoot(curve: Curve, { low, high, start }: Bracket): number {
  let x = start;
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const y = curve.value(x);
    if (y === 0) return x;
    if (y < 0) low = x;
    else high = x;
    const newton = x - y / curve.slope(x);
    if (Math.abs(newton - x) <= SMALL_STEP * x) return newton;
    const next = newton > low && newton < high ? newton : low + (high - low) / 2;
    if (next === low || next === high) return next;
    x = next;
  }
  return x;
}
