// DDM, the drift detection method (Gama, Medas, Castillo and Rodrigues 2004, section 3). Pure.
import type { Detector } from '../detector.ts';

export interface DdmOptions {
  /** No alarm within so many rows of a start. */
  readonly warmStart: number;
  /** Deviations above the best error rate seen at which it alarms. */
  readonly drift: number;
}

const defaults: DdmOptions = { warmStart: 30, drift: 3 };
const fresh = () => ({ rows: 0, errors: 0, best: 0, deviation: 0, least: Number.POSITIVE_INFINITY });

/** Without the warnings that come before an alarm. Starts anew after one. */
export function ddm(options: Partial<DdmOptions> = {}): Detector {
  const { warmStart, drift } = { ...defaults, ...options };
  let state = fresh();
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
      if (rate + deviation <= state.best + drift * state.deviation) return false;
      state = fresh();
      return true;
    },
  };
}
