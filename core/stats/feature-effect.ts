// How strongly one feature drifted, in [0, 1], with the sampling noise taken off. Pure.
import { comparableCounts } from './cells.ts';
import { sizesOf } from './counts.ts';
import { jensenShannon } from './jensen-shannon.ts';
import { defined, type Measure, undefinedFor } from './measure.ts';
import { chiSquareQuantile } from './special/chi-square-law.ts';

export interface FeatureEffect {
  /** Jensen-Shannon distance of the two windows. */
  readonly js: number;
  /** What that distance reaches by chance alone in all but 1 - level of the cases. */
  readonly floor: number;
  /** 0 while the distance is within the floor, 1 for disjoint windows. */
  readonly effect: number;
}

interface Options {
  /** Level of the noise floor, in (0, 1). */
  level?: number;
  /** Non-missing rows that each window must have. */
  minimumRows?: number;
}

/** Keeps the scale (js - floor) / (1 - floor) meaningful for a handful of rows. */
const HIGHEST_FLOOR = 0.99;

function noiseFloor({ n, m, cells }: { n: number; m: number; cells: number }, level: number): number {
  const quantile = chiSquareQuantile(level, cells - 1);
  // Without drift 8 ln 2 JS^2 / (1/n + 1/m) follows the chi-square law, to second order.
  return Math.min(HIGHEST_FLOOR, Math.sqrt(((1 / n + 1 / m) * quantile) / (8 * Math.LN2)));
}

/**
 * The effect from the counts of `countCells`. Fewer non-missing rows than the minimum: `insufficient`; a single cell,
 * in which nothing can move: `constant`; an empty window: `invalid`.
 */
export function featureEffect(
  referenceCounts: Uint32Array,
  currentCounts: Uint32Array,
  { level = 0.95, minimumRows = 30 }: Options = {},
): Measure<FeatureEffect> {
  const sizes = sizesOf(referenceCounts, currentCounts);
  const present = Math.min(sizes.n - (referenceCounts.at(-1) ?? 0), sizes.m - (currentCounts.at(-1) ?? 0));
  const [reference, current] = comparableCounts(referenceCounts, currentCounts);
  const js = jensenShannon(reference, current);
  if (js.value === null) return js;
  if (present < minimumRows) return undefinedFor('insufficient', sizes);
  if (reference.length < 2) return undefinedFor('constant', sizes);
  const floor = noiseFloor({ ...sizes, cells: reference.length }, level);
  return defined({ js: js.value, floor, effect: Math.max(0, (js.value - floor) / (1 - floor)) }, sizes);
}
