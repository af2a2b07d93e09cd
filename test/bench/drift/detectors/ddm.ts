// DDM, the drift detection method (Gama, Medas, Castillo and Rodrigues 2004, section 3). Pure.
import type { Detector } from '../detector.ts';

export interface DdmOptions {
  /** No alarm within so many rows of a start. */
  readonly warmStart: number;
  /** Deviations above the best error rate seen at which a warning begins. */
  readonly warning: number;
  /** ... and at which the alarm is given. */
  readonly drift: number;
}

const defaults: DdmOptions = { warmStart: 30, warning: 2, drift: 3 };
const fresh = () => ({ rows: 0, errors: 0, best: 0, deviation: 0, least: Number.POSITIVE_INFINITY });

/** Starts anew after an alarm. The change is taken to have begun with the warning that led to it. */
export function ddm(options: Partial<DdmOptions> = {}): Detector {
  const { warmStart, warning, drift } = { ...defaults, ...options };
  let state = fresh();
  let warned = 0;
  let since = 0;
  return {
    update(error) {
      state.rows += 1;
      state.errors += error;
      if (state.rows <= warmStart) return false;
      const rate = state.errors / state.rows;
      const deviation = Math.sqrt((rate * (1 - rate)) / state.rows);
      if (rate + deviation <= state.least) {
        state = { ...state, best: rate, deviation, least: rate + deviation };
      }
      const above = (deviations: number) => rate + deviation > state.best + deviations * state.deviation;
      warned = above(warning) ? warned + 1 : 0;
      if (!above(drift)) return false;
      since = warned;
      warned = 0;
      state = fresh();
      return true;
    },
    sinceChange: () => since,
  };
}
