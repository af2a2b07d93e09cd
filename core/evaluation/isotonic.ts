// Isotonic regression: the increasing step that fits best, drawn through with straight lines. Pure.
import { requireDomain } from '../stats/special/domain.ts';
import { pairedSizes } from './paired-rows.ts';

/** An increasing curve through points (knots[i], values[i]); knots ascending and distinct, at least one. Plain JSON. */
export interface Isotonic {
  readonly knots: readonly number[];
  readonly values: readonly number[];
}

/** Rows whose fitted value is one: from x = first to x = last. */
interface Block {
  readonly first: number;
  readonly last: number;
  readonly sum: number;
  readonly rows: number;
}

/**
 * Least squares under "larger x, no smaller y", by pooling adjacent violators (Ayer et al. 1955); rows of equal x are
 * pooled first. `x` and `y` finite, at least one row. O(n log n). Throws `invalid_input`.
 */
export function fitIsotonic(x: ArrayLike<number>, y: ArrayLike<number>): Isotonic {
  const { n } = pairedSizes(x, y);
  requireDomain(n > 0, 'isotonic regression needs at least one row');
  const blocks = pooled(x, y, n);
  const knots: number[] = [];
  const values: number[] = [];
  for (const { first, last, sum, rows } of blocks) {
    knots.push(first);
    values.push(sum / rows);
    // What lies between the two ends of a block is on the line between them.
    if (last > first) {
      knots.push(last);
      values.push(sum / rows);
    }
  }
  return { knots, values };
}

function pooled(x: ArrayLike<number>, y: ArrayLike<number>, n: number): Block[] {
  const blocks: Block[] = [];
  for (const point of points(x, y, n)) {
    let block = point;
    for (
      let before = blocks.at(-1);
      before !== undefined && violates(before, block);
      before = blocks.at(-1)
    ) {
      block = joined(before, block);
      blocks.pop();
    }
    blocks.push(block);
  }
  return blocks;
}

/** One block for each distinct x, ascending. */
function points(x: ArrayLike<number>, y: ArrayLike<number>, n: number): Block[] {
  const order = Uint32Array.from({ length: n }, (_, row) => row);
  order.sort((one, other) => (x[one] as number) - (x[other] as number));
  const found: Block[] = [];
  for (const row of order) {
    const [at, value] = [x[row] as number, y[row] as number];
    requireDomain(Number.isFinite(at) && Number.isFinite(value), 'isotonic regression needs finite numbers');
    const point = { first: at, last: at, sum: value, rows: 1 };
    const before = found.at(-1);
    if (before?.first === at) found[found.length - 1] = joined(before, point);
    else found.push(point);
  }
  return found;
}

/** Equal means are pooled too: fewer knots for the same curve. */
function violates(before: Block, block: Block): boolean {
  return before.sum * block.rows >= block.sum * before.rows;
}

function joined(one: Block, other: Block): Block {
  return {
    first: one.first,
    last: other.last,
    sum: one.sum + other.sum,
    rows: one.rows + other.rows,
  };
}

/** The curve at x: linear between the knots, level beyond the first and the last. NaN stays NaN. O(log knots). */
export function isotonicAt({ knots, values }: Isotonic, x: number): number {
  let [low, high] = [0, knots.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((knots[middle] as number) <= x) low = middle + 1;
    else high = middle;
  }
  if (Number.isNaN(x)) return x;
  const [left, right] = [Math.max(0, low - 1), Math.min(low, knots.length - 1)];
  const [from, to] = [values[left] as number, values[right] as number];
  // Before the first knot, behind the last one, and on a level stretch.
  if (from === to) return from;
  const [start, end] = [knots[left] as number, knots[right] as number];
  return from + ((to - from) * (x - start)) / (end - start);
}
