// The product's own bet on errors as a detector: one row a check, one signal, so that it can stand beside the others. Pure.
import { meanBound, shareBaseline } from '../../../../core/evidence/bets/bounds.ts';
import { meanBet } from '../../../../core/evidence/bets/mean-bet.ts';
import type { Detector } from '../detector.ts';

/** Rows of a week at ten rows every two minutes: one false alarm in so many rows, on average, is the budget. */
export const budgetRows = 50_400;

/** Bets against a baseline estimated from `rows` rows, with its confidence limit. */
export function ours({ errors, rows }: { readonly errors: number; readonly rows: number }): Detector {
  return againstBound(meanBound(shareBaseline(errors, rows)));
}

/** Bets against an error rate that is known. */
export function againstKnown(errorRate: number, tolerance: number): Detector {
  return againstBound(errorRate + tolerance);
}

/** After an alarm the evidence starts anew with the next row. */
function againstBound(bound: number): Detector {
  const bet = meanBet(bound);
  const state = new Float64Array(bet.size);
  const value = new Float64Array(1);
  const level = Math.log(budgetRows);
  let rows = 0;
  let alarmed = false;
  bet.begin(state);
  return {
    update(error) {
      if (alarmed) bet.begin(state);
      value[0] = error;
      bet.take(state, value, { starts: true, at: { row: rows, time: rows } });
      rows += 1;
      alarmed = bet.evidence(state) >= level;
      return alarmed;
    },
    sinceChange: () => rows - (bet.since(state)?.row ?? rows),
  };
}
