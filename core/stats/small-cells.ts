// Pooling of thin cells before a chi-square test (Cochran 1954). Pure.
import { sizesOf } from './counts.ts';

/** The chi-square law is trusted while at most a fifth of the expected counts are below five. */
const SMALL_EXPECTED = 5;
const SMALL_SHARE = 0.2;

/** Rows of one cell: reference, current. */
type Pair = readonly [number, number];

function rows([reference, current]: Pair): number {
  return reference + current;
}

function trustworthy(pairs: readonly Pair[], referenceShare: number): boolean {
  const expected = pairs.flatMap((pair) => [rows(pair) * referenceShare, rows(pair) * (1 - referenceShare)]);
  return expected.filter((count) => count < SMALL_EXPECTED).length <= SMALL_SHARE * expected.length;
}

/** The first `kept` pairs, and all the others added up. */
function pooled(pairs: readonly Pair[], kept: number): Pair[] {
  const pool = pairs.slice(kept).reduce<Pair>(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
  return [...pairs.slice(0, kept), pool];
}

/** As few cells pooled as it takes; one cell and the pool are the least that is left. */
function poolUntilTrusted(largestFirst: Pair[], referenceShare: number): Pair[] {
  let pairs = largestFirst;
  for (let kept = largestFirst.length - 2; kept >= 1 && !trustworthy(pairs, referenceShare); kept -= 1) {
    pairs = pooled(largestFirst, kept);
  }
  return pairs;
}

/**
 * Pools the smallest cells (by the rows of both samples) until the expected counts carry a chi-square test, but leaves
 * at least two. Cells empty on both sides are dropped; the others come largest first, the pool last.
 */
export function poolSmallCells(
  reference: Uint32Array,
  current: Uint32Array,
): readonly [reference: Uint32Array, current: Uint32Array] {
  const { n, m } = sizesOf(reference, current);
  const pairs = Array.from(reference, (count, cell): Pair => [count, current[cell] as number]);
  const largestFirst = pairs.filter((pair) => rows(pair) > 0).sort((a, b) => rows(b) - rows(a));
  const result = poolUntilTrusted(largestFirst, n / Math.max(1, n + m));
  return [Uint32Array.from(result, (pair) => pair[0]), Uint32Array.from(result, (pair) => pair[1])];
}
