// HDDM-A, one-sided: Hoeffding's bound on the difference of two averages (Frias-Blanco, del Campo-Avila, Ramos-Jimenez,
// Morales-Bueno, Ortiz-Diaz and Caballero-Mota 2015, section 4.1, "A-test"). Pure.
import type { Detector } from '../detector.ts';

interface Sums {
  readonly rows: number;
  readonly total: number;
}

const nothing: Sums = { rows: 0, total: 0 };

/** Starts anew after an alarm. */
export function hddmA(driftConfidence = 0.001): Detector {
  let all = nothing;
  let before = nothing;
  /** Upper end of the average's confidence interval. */
  const upper = ({ rows, total }: Sums) =>
    total / rows + Math.sqrt(Math.log(1 / driftConfidence) / (2 * rows));
  return {
    update(error) {
      all = { rows: all.rows + 1, total: all.total + error };
      if (before.rows === 0 || upper(before) >= upper(all)) before = all;
      if (!rose(before, all, driftConfidence)) return false;
      all = nothing;
      before = nothing;
      return true;
    },
  };
}

/** Whether the average of all rows lies above that of the rows before the cut by more than chance (corollary 10). */
function rose(before: Sums, all: Sums, confidence: number): boolean {
  const after = all.rows - before.rows;
  if (after === 0) return false;
  const share = after / (before.rows * all.rows);
  return (
    all.total / all.rows - before.total / before.rows >= Math.sqrt((share / 2) * Math.log(2 / confidence))
  );
}
