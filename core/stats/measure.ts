// What every statistic answers: a number that can be trusted, or the reason why there is none. Pure.

/** `insufficient`: too few rows to mean anything; `constant`: nothing varies; `invalid`: empty or not finite. */
export type Undefined = 'insufficient' | 'constant' | 'invalid';

/**
 * A value that is never NaN, with the sizes of the two samples it was taken from (n reference rows, m current rows;
 * for paired or one-sample measures each measure says what they count).
 */
export type Measure<T = number> =
  | { readonly status: 'ok'; readonly value: T; readonly n: number; readonly m: number }
  | { readonly status: Undefined; readonly value: null; readonly n: number; readonly m: number };

interface Sizes {
  readonly n: number;
  readonly m: number;
}

/** A defined value. The caller vouches that its numbers are finite. */
export function defined<T>(value: T, { n, m }: Sizes): Measure<T> {
  return { status: 'ok', value, n, m };
}

/** No value, and why. */
export function undefinedFor(status: Undefined, { n, m }: Sizes): Measure<never> {
  return { status, value: null, n, m };
}

/** A number that may have overflowed on extreme input: not finite becomes `invalid`. */
export function finite(value: number, sizes: Sizes): Measure {
  return Number.isFinite(value) ? defined(value, sizes) : undefinedFor('invalid', sizes);
}
