// Page-Hinkley: the cumulated distance from the running mean (Page 1954; Hinkley 1971), with forgetting as MOA has it. Pure.
import type { Detector } from '../detector.ts';

export interface PageHinkleyOptions {
  readonly minInstances: number;
  /** A distance from the mean that counts for nothing. */
  readonly delta: number;
  readonly threshold: number;
  /** The sum is multiplied by it before each row. */
  readonly alpha: number;
  /**
   * `clamped`: the sum never falls below 0 and tells of a rise, as in MOA, scikit-multiflow and River up to 0.11. `from its
   * extremes`: the distance of the sum from its lowest and highest value tells of either change, as in River since. The
   * two are the same without forgetting (alpha = 1); with it a negative sum creeps back to 0, which the second form takes
   * for a rise.
   */
  readonly form: 'clamped' | 'from its extremes';
}

const defaults: PageHinkleyOptions = {
  minInstances: 30,
  delta: 0.005,
  threshold: 50,
  alpha: 0.9999,
  form: 'clamped',
};

/** One side: the sum, and its lowest value. */
interface Side {
  sum: number;
  lowest: number;
}

const side = (): Side => ({ sum: 0, lowest: 0 });
const fresh = () => ({ rows: 0, mean: 0, rise: side(), fall: side() });

/** Starts anew after an alarm. */
export function pageHinkley(options: Partial<PageHinkleyOptions> = {}): Detector {
  const { minInstances, threshold, form, delta, alpha } = { ...defaults, ...options };
  let state = fresh();
  return {
    update(error) {
      state.rows += 1;
      state.mean += (error - state.mean) / state.rows;
      const { rows, rise, fall } = state;
      const distance = error - state.mean;
      follow(rise, alpha * rise.sum + distance - delta, rows);
      follow(fall, alpha * fall.sum - distance - delta, rows);
      if (form === 'clamped') clamp(rise);
      if (rows < minInstances) return false;
      const sides = form === 'clamped' ? [rise] : [rise, fall];
      if (!sides.some(({ sum, lowest }) => sum - lowest > threshold)) return false;
      state = fresh();
      return true;
    },
  };
}

function follow(side: Side, sum: number, rows: number): void {
  side.sum = sum;
  side.lowest = rows === 1 ? sum : Math.min(side.lowest, sum);
}

function clamp(side: Side): void {
  side.sum = Math.max(0, side.sum);
  side.lowest = 0;
}
