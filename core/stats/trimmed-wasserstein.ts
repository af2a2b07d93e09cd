// Wasserstein-1 distance without the tails, and what chance alone makes of it. Pure.
import type { Measure } from './measure.ts';
import { quantileEdges } from './quantile-edges.ts';
import { type Wasserstein, wasserstein } from './wasserstein.ts';

/**
 * Integral of |F - G| between the 1 % and the 99 % quantile of the reference, for heavy tails, where a few far values are
 * most of the full distance; in units of the reference so cut. Two ascending finite samples. Empty: `invalid`.
 */
export function trimmedWasserstein(reference: Float64Array, current: Float64Array): Measure<Wasserstein> {
  const percentiles = quantileEdges(reference, 100);
  const [low, high] = [percentiles[0] ?? 0, percentiles.at(-1) ?? 0];
  const clip = (x: number) => Math.min(high, Math.max(low, x));
  // Beyond the two quantiles both distribution functions of the clipped samples are equal: 0 below, 1 above.
  return wasserstein(reference.map(clip), current.map(clip));
}

/**
 * Mean distance of `rows` rows drawn from the law of the reference, in the unit of the feature: the integral of
 * E|F_n - F_m|, the difference being normal with variance F (1 - F) (1/n + 1/m) at each point. `reference` ascending and
 * finite. 0 for a constant one.
 */
export function wassersteinByChance(reference: Float64Array, rows: number): number {
  const n = reference.length;
  let spread = 0;
  for (let i = 1; i < n; i += 1) {
    const share = i / n;
    spread += ((reference[i] as number) - (reference[i - 1] as number)) * Math.sqrt(share * (1 - share));
  }
  return n === 0 || rows === 0 ? 0 : Math.sqrt((2 / Math.PI) * (1 / n + 1 / rows)) * spread;
}
