// A forgetting forecast of the next rows' cells, and what it wins against the reference. Pure.
import { AppError } from '../../errors.ts';

/** Rows of the reference's own shares that a forecast never forgets. */
const priorRows = 10;
/** Rows that are forecast together, before the forecast learns from them. */
const subBatch = 10;

export interface Predictive {
  /** As if the whole memory were full of reference rows; from fewer, long memories copy the first rows they see. */
  begin(counts: Float64Array): void;
  /**
   * Nats won by forecasting `rows` (cell numbers, in order of arrival) instead of trusting the reference's shares; the
   * pseudo-counts have learnt the rows afterwards. Throws `invalid_input` for a number that is no cell.
   */
  gain(counts: Float64Array, rows: Int32Array): number;
}

/** A forecast that forgets with a time constant of `memory` rows. `shares`: the reference's, positive, sum 1. */
export function predictive(shares: Float64Array, memory: number): Predictive {
  const kept = Float64Array.from({ length: subBatch + 1 }, (_, rows) => Math.exp(-rows / memory));
  const inverse = shares.map((share) => 1 / share);
  const cells = shares.length;

  /** One logarithm for all rows: factors lie between 1e-3 and 1/share, so ten of them neither overflow nor vanish. */
  function won(counts: Float64Array, rows: Int32Array, { from, to }: { from: number; to: number }): number {
    let total = 0;
    for (let cell = 0; cell < cells; cell += 1) total += counts[cell] as number;
    let product = 1;
    for (let row = from; row < to; row += 1) {
      const cell = rows[row] as number;
      if (!(cell >= 0 && cell < cells))
        throw new AppError('invalid_input', `${cell} is no cell of ${cells}.`);
      product *= ((counts[cell] as number) * (inverse[cell] as number)) / total;
    }
    return Math.log(product);
  }

  function learn(counts: Float64Array, rows: Int32Array, { from, to }: { from: number; to: number }): void {
    const share = kept[to - from] as number;
    const prior = (1 - share) * priorRows;
    for (let cell = 0; cell < cells; cell += 1)
      counts[cell] = share * (counts[cell] as number) + prior * (shares[cell] as number);
    for (let row = from; row < to; row += 1) {
      const cell = rows[row] as number;
      counts[cell] = (counts[cell] as number) + 1;
    }
  }

  return {
    begin(counts) {
      for (let cell = 0; cell < cells; cell += 1)
        counts[cell] = (memory + priorRows) * (shares[cell] as number);
    },
    gain(counts, rows) {
      let nats = 0;
      for (let from = 0; from < rows.length; from += subBatch) {
        const part = { from, to: Math.min(rows.length, from + subBatch) };
        nats += won(counts, rows, part);
        learn(counts, rows, part);
      }
      return nats;
    },
  };
}
