// A bet that the rows of a stream have drifted: the one interface of the engines. Pure.

/** Values in [0, 1]; indicators need a byte each. */
export type Values = Float64Array | Uint8Array;

/** Where something began in a signal's stream. */
export interface Moment {
  /** Rows of the signal before it. */
  readonly row: number;
  /** In the unit and from the origin the caller counts by, finite. */
  readonly time: number;
}

export interface Check {
  /**
   * Whether this check may open a new bet: true at most once per scheduled interval. The budget counts starts, so a
   * split check or a catch-up over the same interval must not add one.
   */
  readonly starts: boolean;
  /** Where the first of its rows stands. */
  readonly at: Moment;
}

/**
 * One signal's evidence. Its state is a run of numbers that the caller owns, so that the state of a whole watch is one
 * array, persisted whole. Under "no drift beyond the tolerance", the expectation of exp(evidence) never exceeds the
 * number of checks that started a bet (Shiryaev-Roberts sum of e-values: Shin, Ramdas and Rinaldo 2024, "E-detectors").
 */
export interface Bet<Rows> {
  /** Numbers of state. */
  readonly size: number;
  /** No evidence yet: evidence -Infinity, nothing learnt, no change point. */
  begin(state: Float64Array): void;
  /** Takes the new rows of one check, in order of arrival. Without rows nothing changes. Throws `invalid_input`. */
  take(state: Float64Array, rows: Rows, check: Check): void;
  /** In nats: the logarithm of the mean over the signal's experts. */
  evidence(state: Float64Array): number;
  /** Since when the bet has been winning: the estimated change point. null = it is not. */
  since(state: Float64Array): Moment | null;
}
