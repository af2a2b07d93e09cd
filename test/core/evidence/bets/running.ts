// Runs a bet over checks, and enumerates everything that could have happened.
import type { Bet } from '../../../../core/evidence/bets/bet.ts';

/** The state of a bet that has seen nothing. */
export function begun<Rows>(bet: Bet<Rows>): Float64Array {
  const state = new Float64Array(bet.size);
  bet.begin(state);
  return state;
}

/** Evidence after each check; every check starts a bet. */
export function traceOf<Rows extends { readonly length: number }>(
  bet: Bet<Rows>,
  checks: readonly Rows[],
): number[] {
  const state = begun(bet);
  let row = 0;
  return checks.map((rows, check) => {
    bet.take(state, rows, { starts: true, at: { row, time: 120 * check } });
    row += rows.length;
    return bet.evidence(state);
  });
}

/** Every sequence of `length` symbols below `symbols`, with its probability when each has the given one. */
export function sequences(
  probabilities: readonly number[],
  length: number,
): { symbols: number[]; probability: number }[] {
  if (length === 0) return [{ symbols: [], probability: 1 }];
  return sequences(probabilities, length - 1).flatMap(({ symbols, probability }) =>
    probabilities.map((own, symbol) => ({
      symbols: [...symbols, symbol],
      probability: probability * own,
    })),
  );
}
