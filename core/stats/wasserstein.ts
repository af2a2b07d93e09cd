// Wasserstein-1 distance of two samples: how far values moved on average, in the feature's own unit. Pure.
import { defined, type Measure, undefinedFor } from './measure.ts';
import { standardDeviation } from './moments.ts';

export interface Wasserstein {
  /** In the unit of the feature, >= 0. */
  readonly distance: number;
  /** In standard deviations of the reference; for a constant reference in units of max(|value|, 1). */
  readonly normed: number;
  /** Standard deviation of the reference (divided by n). */
  readonly referenceSd: number;
}

/** Mean |F^-1(u) - G^-1(u)| over u in (0, 1). */
function quantileDistance(reference: Float64Array, current: Float64Array): number {
  return reference.length === current.length
    ? pairDistance(reference, current)
    : stepDistance(reference, current);
}

/** Values summed apart: over a million in one sum, roundings would add up to 1e-11 of it. */
const run = 4096;

/** Samples of one size: their quantiles pair off. */
function pairDistance(reference: Float64Array, current: Float64Array): number {
  const size = reference.length;
  let sum = 0;
  for (let from = 0; from < size; from += run) sum += gapsIn(reference, current, from);
  return sum / size;
}

function gapsIn(reference: Float64Array, current: Float64Array, from: number): number {
  const end = Math.min(from + run, reference.length);
  let sum = 0;
  for (let i = from; i < end; i += 1) sum += Math.abs((reference[i] as number) - (current[i] as number));
  return sum;
}

/**
 * Walks both quantile functions at once. Levels are counted in units of 1 / (n m), so that steps at equal levels
 * coincide exactly.
 */
function stepDistance(reference: Float64Array, current: Float64Array): number {
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

/**
 * Integral of |F - G| of two ascending finite samples. `referenceSd` is the `standardDeviation` of the reference, for
 * callers that keep it. Empty, or so large that it overflows: `invalid`.
 */
export function wasserstein(
  reference: Float64Array,
  current: Float64Array,
  referenceSd = standardDeviation(reference),
): Measure<Wasserstein> {
  const sizes = { n: reference.length, m: current.length };
  if (sizes.m === 0 || referenceSd === null) return undefinedFor('invalid', sizes);
  const distance = quantileDistance(reference, current);
  if (!Number.isFinite(distance) || !Number.isFinite(referenceSd)) return undefinedFor('invalid', sizes);
  const unit = referenceSd === 0 ? Math.max(Math.abs(reference[0] as number), 1) : referenceSd;
  const normed = distance / unit;
  if (!Number.isFinite(normed)) return undefinedFor('invalid', sizes);
  return defined({ distance, normed, referenceSd }, sizes);
}
