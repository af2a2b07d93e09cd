// p-values of the two-sample Kolmogorov-Smirnov statistic: exact while it is affordable, else the limit law. Pure.
import { requireDomain } from './special/domain.ts';
import { kolmogorovSf } from './special/kolmogorov-law.ts';

interface Sizes {
  /** Rows of the reference sample, >= 1. */
  n: number;
  /** Rows of the current sample, >= 1. */
  m: number;
}

/** The lattice has n m points: beyond this the limit law is as good and free. */
const MAX_LATTICE = 4e6;

/** The exact p is one minus a probability: below this the subtraction would leave too few digits. */
const MIN_EXACT = 1e-8;

function check(statistic: number, { n, m }: Sizes): void {
  requireDomain(statistic >= 0 && statistic <= 1, 'the Kolmogorov-Smirnov statistic lies in [0, 1]');
  requireDomain(Number.isSafeInteger(n) && n >= 1, 'the reference sample needs at least one row');
  requireDomain(Number.isSafeInteger(m) && m >= 1, 'the current sample needs at least one row');
}

/** The limit law at the effective size with Stephens' (1970) correction for small samples; in [0, 1]. */
export function ksPAsymptotic(statistic: number, sizes: Sizes): number {
  check(statistic, sizes);
  const { n, m } = sizes;
  const root = Math.sqrt((n * m) / (n + m));
  return kolmogorovSf((root + 0.12 + 0.11 / root) * statistic);
}

/**
 * P(D >= statistic) for two samples without ties: one minus the share of lattice paths from (0, 0) to (n, m) that stay
 * within |i m - j n| < d (Hodges 1957). Each row is scaled by w = i / (i + m), which turns counts into probabilities,
 * and only the points within the band are visited. With ties the true p is smaller.
 */
export function ksPExact(statistic: number, sizes: Sizes): number {
  check(statistic, sizes);
  const n = Math.min(sizes.n, sizes.m);
  const m = Math.max(sizes.n, sizes.m);
  const d = Math.round(statistic * n * m);
  if (d === 0) return 1;
  const inside = new Float64Array(m + 1).fill(1, 0, Math.ceil(d / n));
  for (let i = 1; i <= n; i += 1) {
    const first = Math.max(0, Math.floor((i * m - d) / n) + 1);
    const last = Math.min(m, Math.ceil((i * m + d) / n) - 1);
    const w = i / (i + m);
    let left = 0;
    for (let j = first; j <= last; j += 1) {
      left += w * (inside[j] as number);
      inside[j] = left;
    }
  }
  return Math.min(1, Math.max(0, 1 - (inside[m] as number)));
}

/** Exact iff n m <= 4e6 and the asymptotic p > 1e-8, else asymptotic; in [0, 1]. Throws `invalid_input`. */
export function ksPValue(statistic: number, sizes: Sizes): number {
  const asymptotic = ksPAsymptotic(statistic, sizes);
  const exact = sizes.n * sizes.m <= MAX_LATTICE && asymptotic > MIN_EXACT;
  return exact ? ksPExact(statistic, sizes) : asymptotic;
}
