// Two-sample Kolmogorov-Smirnov statistic, all ties stepped over before comparing. Pure.
import { defined, type Measure, undefinedFor } from './measure.ts';
import { countBelow, countUpTo } from './sorted-search.ts';

/** Both samples, and the largest |i m - j n| met so far, i of n reference and j of m current values being <= x. */
interface Search {
  readonly reference: Float64Array;
  readonly current: Float64Array;
  gap: number;
}

/** The values between two places in both samples: i up to iEnd of the reference, j up to jEnd of the current ones. */
interface Span {
  readonly i: number;
  readonly j: number;
  readonly iEnd: number;
  readonly jEnd: number;
}

function look(search: Search, i: number, j: number): void {
  const gap = Math.abs(i * search.current.length - j * search.reference.length);
  if (gap > search.gap) search.gap = gap;
}

/**
 * Halves a span until nothing in it can beat the gap: within it i m - j n is at most iEnd m - j n and at least
 * i m - jEnd n.
 */
function refine(search: Search, { i, j, iEnd, jEnd }: Span): void {
  const { reference, current } = search;
  const [n, m] = [reference.length, current.length];
  if (Math.max(iEnd * m - j * n, jEnd * n - i * m) <= search.gap) return;
  const middle = iEnd - i > jEnd - j ? reference[(i + iEnd) >>> 1] : current[(j + jEnd) >>> 1];
  const x = middle as number;
  const before = { i, j, iEnd: countBelow(reference, x, i), jEnd: countBelow(current, x, j) };
  const after = {
    i: countUpTo(reference, x, before.iEnd),
    j: countUpTo(current, x, before.jEnd),
    iEnd,
    jEnd,
  };
  look(search, before.iEnd, before.jEnd);
  look(search, after.i, after.j);
  refine(search, before);
  refine(search, after);
}

/**
 * Looks at about sqrt(n + m) even places first: of samples from one law the gap known then leaves few spans to refine.
 * In the worst case, samples that take turns value by value, every value is looked at.
 */
function largestGap(search: Search): number {
  const { reference, current } = search;
  const [n, m] = [reference.length, current.length];
  const longer = n > m ? reference : current;
  const step = Math.ceil(Math.sqrt(n + m));
  const spans: Span[] = [];
  let [i, j] = [0, 0];
  for (let at = step; at < longer.length; at += step) {
    const x = longer[at] as number;
    const span = { i, j, iEnd: countUpTo(reference, x, i), jEnd: countUpTo(current, x, j) };
    spans.push(span);
    ({ iEnd: i, jEnd: j } = span);
    look(search, i, j);
  }
  spans.push({ i, j, iEnd: n, jEnd: m });
  for (const span of spans) refine(search, span);
  return search.gap;
}

/** D = sup |F - G| in [0, 1] of two ascending finite samples, exact in integers. Empty sample: `invalid`. */
export function kolmogorovSmirnov(reference: Float64Array, current: Float64Array): Measure {
  const sizes = { n: reference.length, m: current.length };
  if (sizes.n === 0 || sizes.m === 0) return undefinedFor('invalid', sizes);
  return defined(largestGap({ reference, current, gap: 0 }) / (sizes.n * sizes.m), sizes);
}
