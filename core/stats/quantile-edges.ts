// Quantiles of type 7 (Hyndman and Fan 1996), as numpy and R compute them by default. Pure.

/** Between a and b at 0 <= t < 1, from the nearer end, so that it never leaves [a, b] by a rounding. */
function between(a: number, b: number, t: number): number {
  const width = b - a;
  if (!Number.isFinite(width)) return a * (1 - t) + b * t;
  return t < 0.5 ? a + width * t : b - width * (1 - t);
}

/** The quantile k / parts, 0 <= k <= parts, of a sorted finite sample that is not empty. */
export function quantileOf(sorted: Float64Array, k: number, parts: number): number {
  // One division of integers: k / parts times (n - 1) would miss whole positions by a rounding.
  const position = ((sorted.length - 1) * k) / parts;
  const index = Math.floor(position);
  const a = sorted[index] as number;
  return index === position ? a : between(a, sorted[index + 1] as number, position - index);
}

/**
 * The distinct quantiles k / bins, k = 1 .. bins - 1, of a sorted finite sample: ascending, at most bins - 1 of them,
 * none for an empty sample.
 */
export function quantileEdges(sorted: Float64Array, bins: number): number[] {
  const edges: number[] = [];
  if (sorted.length === 0) return edges;
  for (let k = 1; k < bins; k += 1) {
    const edge = quantileOf(sorted, k, bins);
    if (edges.length === 0 || edge > (edges[edges.length - 1] as number)) edges.push(edge);
  }
  return edges;
}
