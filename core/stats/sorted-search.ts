// Counting in a sorted array by galloping forward: cheap for a run of ascending questions, whatever the sizes. Pure.

/** Doubles its stride until it has passed x: the answer lies in the last stride. */
function strideEnd(sorted: Float64Array, x: number, from: number): [low: number, high: number] {
  let low = from;
  let step = 1;
  while (low + step <= sorted.length && (sorted[low + step - 1] as number) < x) {
    low += step;
    step *= 2;
  }
  return [low, Math.min(sorted.length, low + step - 1)];
}

/** How many values are < x, given that at least `from` are. */
export function countBelow(sorted: Float64Array, x: number, from: number): number {
  let [low, high] = strideEnd(sorted, x, from);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where the run of values equal to x ends, given that it starts at `from` (or is empty). */
export function runEnd(sorted: Float64Array, x: number, from: number): number {
  let end = from;
  while (sorted[end] === x) end += 1;
  return end;
}
