// Wasserstein-1 distance of two samples: how far values moved on average, in the feature's own unit. Pure.
import { defined, type Measure, undefinedFor } from './measure.ts';

export interface Wasserstein {
  /** In the unit of the feature, >= 0. */
  readonly distance: number;
  /** In standard deviations of the reference; for a constant reference in units of max(|value|, 1). */
  readonly normed: number;
  /** Standard deviation of the reference (divided by n). */
  readonly referenceSd: number;
}

/**
 * Mean |F^-1(u) - G^-1(u)| over u in (0, 1), by walking both quantile functions at once. Levels are counted in units of
 * 1 / (n m), so that steps at equal levels coincide exactly.
 */
function quantileDistance(reference: Float64Array, current: Float64Array): number {
  const n = reference.length;
  const m = current.length;
  let sum = 0;
  let level = 0;
  let i = 0;
  for (let j = 0; j < m; j += 1) {
    const x = current[j] as number;
    const end = (j + 1) * n;
    for (let step = (i + 1) * m; step <= end; step += m) {
      sum += (step - level) * Math.abs((reference[i] as number) - x);
      level = step;
      i += 1;
    }
    if (level < end) sum += (end - level) * Math.abs((reference[i] as number) - x);
    level = end;
  }
  return sum / (n * m);
}

/** Two passes; exactly 0 for a constant, which a rounded mean would miss. Indexed loops: `for of` is 4 times slower. */
function standardDeviation(sorted: Float64Array): number {
  const n = sorted.length;
  if (sorted[0] === sorted[n - 1]) return 0;
  let sum = 0;
  for (let i = 0; i < n; i += 1) sum += sorted[i] as number;
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i += 1) squares += ((sorted[i] as number) - mean) ** 2;
  return Math.sqrt(squares / n);
}

/** Integral of |F - G| of two ascending finite samples. Empty, or so large that it overflows: `invalid`. */
export function wasserstein(reference: Float64Array, current: Float64Array): Measure<Wasserstein> {
  const sizes = { n: reference.length, m: current.length };
  if (sizes.n === 0 || sizes.m === 0) return undefinedFor('invalid', sizes);
  const distance = quantileDistance(reference, current);
  const referenceSd = standardDeviation(reference);
  if (!Number.isFinite(distance) || !Number.isFinite(referenceSd)) return undefinedFor('invalid', sizes);
  const unit = referenceSd === 0 ? Math.max(Math.abs(reference[0] as number), 1) : referenceSd;
  const normed = distance / unit;
  if (!Number.isFinite(normed)) return undefinedFor('invalid', sizes);
  return defined({ distance, normed, referenceSd }, sizes);
}
