// What the statistics of two rows of counts share: their sizes, their shares, their smoothed shares. Pure.
import { AppError } from '../errors.ts';

/** Sum of the counts. */
function total(counts: Uint32Array): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
}

/** Sizes of the two samples. Throws `invalid_input` when they were not counted on the same cells. */
export function sizesOf(reference: Uint32Array, current: Uint32Array): { n: number; m: number } {
  if (reference.length !== current.length) {
    throw new AppError(
      'invalid_input',
      `${reference.length} cells cannot be compared with ${current.length}.`,
    );
  }
  return { n: total(reference), m: total(current) };
}

/** (count + added) over their sum, in one plain loop: it runs for every column of every check. */
function normalised(counts: Uint32Array, added: number): Float64Array {
  const sum = total(counts) + added * counts.length;
  const result = new Float64Array(counts.length);
  for (let cell = 0; cell < counts.length; cell += 1) {
    result[cell] = ((counts[cell] as number) + added) / sum;
  }
  return result;
}

/** Counts over their sum, which must not be zero. */
export function shares(counts: Uint32Array): Float64Array {
  return normalised(counts, 0);
}

/** Shares with half a row added to every cell (Jeffreys' prior), so that their logarithm exists. */
export function jeffreysShares(counts: Uint32Array): Float64Array {
  return normalised(counts, 0.5);
}
