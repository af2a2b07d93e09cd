// The cell engine: a bet that a column's rows fall into its cells otherwise than the reference's did. Pure.
import type { Bet } from './bet.ts';
import { predictive } from './predictive.ts';
import { beginHead, enter, headEvidence, headSince, headSize } from './recursion.ts';

/** Everything a cell engine needs to know. Plain numbers: survives a structured clone. */
export interface CellPlan {
  /** The reference's share of each cell, the missing rows last, Jeffreys-smoothed (so positive), sum 1. */
  readonly shares: Float64Array;
  /** Rows that each expert remembers. */
  readonly memories: readonly number[];
  /** Tolerance of each expert, in nats a row: its evidence grows only where KL(current, reference) exceeds it. */
  readonly kappas: readonly number[];
}

/**
 * A sequential likelihood ratio of forgetting forecasts, one per memory, against the reference's shares. exp(increment)
 * has an expectation of at most 1 for every law whose shares are at most e^kappa times the reference's, cell by cell.
 */
export function cellBet({ shares, memories, kappas }: CellPlan): Bet<Int32Array> {
  const experts = memories.length;
  const head = headSize(experts);
  const forecasts = memories.map((memory) => predictive(shares, memory));
  const gains = new Float64Array(experts);
  const countsOf = (state: Float64Array, expert: number) =>
    state.subarray(head + expert * shares.length, head + (expert + 1) * shares.length);
  return {
    size: head + experts * shares.length,
    begin(state) {
      beginHead(state, experts);
      forecasts.forEach((forecast, expert) => {
        forecast.begin(countsOf(state, expert));
      });
    },
    take(state, rows, check) {
      if (rows.length === 0) return;
      forecasts.forEach((forecast, expert) => {
        const tolerated = rows.length * (kappas[expert] ?? 0);
        gains[expert] = forecast.gain(countsOf(state, expert), rows) - tolerated;
      });
      enter(state, gains, check);
    },
    evidence: (state) => headEvidence(state, experts),
    since: (state) => headSince(state, experts),
  };
}
