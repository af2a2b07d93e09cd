// Fisher's exact test of two shares: holds at any level and for any counts, where chi-square and z only hold far from
// the tails and for many rows. Pure.
import { requireDomain } from './special/domain.ts';
import { logGamma } from './special/log-gamma.ts';

/** How many of a sample's rows are hits. */
export interface Share {
  readonly hits: number;
  readonly rows: number;
}

/** A term below this part of the sum changes no digit of it, nor do all that follow, not even of a million rows. */
const NEGLIGIBLE = 1e-24;

/**
 * P(the current sample gets at least its hits when all hits are dealt to the pooled rows by chance), in [0, 1]: small
 * when the current share is really larger (Fisher 1935, the hypergeometric law). 1 for an empty sample. Throws
 * `invalid_input`.
 */
export function fisherMore(reference: Share, current: Share): number {
  requireDomain([reference, current].every(isShare), 'a share needs whole numbers with 0 <= hits <= rows');
  const hits = reference.hits + current.hits;
  const { rows } = current;
  const misses = reference.rows + rows - hits;
  if (current.hits <= Math.max(0, rows - misses)) return 1;
  const deal = { hits, misses, rows };
  // Away from the mean terms only fall. Towards it they would rise from what may be too small for a number.
  const most = current.hits * (hits + misses) > hits * rows;
  return most ? upperTail(deal, current.hits) : 1 - lowerTail(deal, current.hits - 1);
}

/** How often a deal of `rows` rows, out of `hits` and `misses`, has k hits. */
interface Deal {
  readonly hits: number;
  readonly misses: number;
  readonly rows: number;
}

function chanceOf({ hits, misses, rows }: Deal, k: number): number {
  return Math.exp(logChoose(hits, k) + logChoose(misses, rows - k) - logChoose(hits + misses, rows));
}

/** P(at least `from` hits), for `from` above the mean. */
function upperTail(deal: Deal, from: number): number {
  const { hits, misses, rows } = deal;
  let term = chanceOf(deal, from);
  let sum = term;
  for (let k = from; term > sum * NEGLIGIBLE; k++) {
    term *= ((hits - k) * (rows - k)) / ((k + 1) * (misses - rows + k + 1));
    sum += term;
  }
  return Math.min(1, sum);
}

/** P(at most `from` hits), for `from` below the mean. */
function lowerTail(deal: Deal, from: number): number {
  const { hits, misses, rows } = deal;
  let term = chanceOf(deal, from);
  let sum = term;
  for (let k = from; term > sum * NEGLIGIBLE; k--) {
    term *= (k * (misses - rows + k)) / ((hits - k + 1) * (rows - k + 1));
    sum += term;
  }
  return Math.min(1, sum);
}

/** P of "the shares differ": the smaller tail, doubled. Throws `invalid_input`. */
export function fisherDiffer(reference: Share, current: Share): number {
  const more = fisherMore(reference, current);
  const fewer = fisherMore(missesOf(reference), missesOf(current));
  return Math.min(1, 2 * Math.min(more, fewer));
}

/**
 * P of "some cell's share differs", the exact test of each cell times the number of cells (Bonferroni); cells empty on
 * both sides are left out, and two cells are one question. 1 for fewer than two cells. Both have the same cells.
 */
export function cellsDiffer(reference: Uint32Array, current: Uint32Array): number {
  const sum = (counts: Uint32Array) => counts.reduce((total, count) => total + count, 0);
  const [n, m] = [sum(reference), sum(current)];
  let [cells, least] = [0, 1];
  reference.forEach((before, cell) => {
    const after = current[cell] ?? 0;
    if (before + after === 0) return;
    cells++;
    least = Math.min(least, fisherDiffer({ hits: before, rows: n }, { hits: after, rows: m }));
  });
  return Math.min(1, least * (cells <= 2 ? 1 : cells));
}

function missesOf({ hits, rows }: Share): Share {
  return { hits: rows - hits, rows };
}

function isShare({ hits, rows }: Share): boolean {
  return Number.isSafeInteger(hits) && Number.isSafeInteger(rows) && hits >= 0 && hits <= rows;
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
