// Since when the champion has been worse: Page's CUSUM on its misses. Pure.

/** The worse regime looked for: a quarter of what was right before is wrong now. */
const lostShare = 0.25;
/** Keeps the logarithms finite for a baseline without a single miss. */
const leastError = 0.01;

/**
 * Rows since the estimated change point, counted from the end: the last restart of max(0, S + l), where l is the
 * log-likelihood ratio of "a quarter of the accuracy is gone" to the baseline error (Page 1954). 0 = no sign of one.
 * `hits` oldest first; `accuracy` is the baseline in [0, 1].
 */
export function rowsSinceChange(hits: readonly boolean[], accuracy: number): number {
  const before = Math.min(1 - leastError, Math.max(leastError, 1 - accuracy));
  const after = before + (1 - before) * lostShare;
  const miss = Math.log(after / before);
  const hit = Math.log((1 - after) / (1 - before));
  let sum = 0;
  let start = hits.length;
  hits.forEach((right, row) => {
    if (sum === 0) start = row;
    sum = Math.max(0, sum + (right ? hit : miss));
  });
  return sum === 0 ? 0 : hits.length - start;
}
