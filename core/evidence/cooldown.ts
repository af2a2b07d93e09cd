// How long no retraining begins by itself after challengers that were kept out. Pure.

const minute = 60_000;
const first = 30 * minute;
const longest = 24 * 60 * minute;

/** Milliseconds after so many rejections in a row, from one on: half an hour, doubled each time, a day at most. */
export function cooldownAfter(rejections: number): number {
  return Math.min(longest, first * 2 ** (rejections - 1));
}
