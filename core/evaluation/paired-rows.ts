// The guard of every measure that reads two columns row by row. Pure.
import { AppError } from '../errors.ts';

/** Sizes of two columns that must describe the same rows. Throws `invalid_input` when they cannot. */
export function pairedSizes(a: ArrayLike<number>, b: ArrayLike<number>): { n: number; m: number } {
  if (a.length !== b.length) {
    throw new AppError('invalid_input', `${a.length} rows cannot be paired with ${b.length} rows.`);
  }
  return { n: a.length, m: b.length };
}
