// Rows of a dense matrix times weights, for scoring: training has it from the kernels, but to set those up takes longer than
// to score the one row of a request. Pure.
// Four rows at a time: a weight is loaded once for four, and four independent sums are under way.

/** Some rows of a row-major matrix, from its beginning. */
interface Rows {
  readonly design: Float64Array;
  readonly width: number;
  readonly count: number;
}

/** Rows to work on at a time: 16 KiB of them, so that they are still in the nearest cache when read again. */
export function rowsAtATime(width: number): number {
  return Math.max(4, Math.min(256, Math.floor(2048 / width) & ~3));
}

/** Writes each row times `weights` (length `width`) to `scores`; the same bits wherever a row stands. */
export function scoreRows({ design, width, count }: Rows, weights: Float64Array, scores: Float64Array): void {
  const fours = count & ~3;
  let a = 0;
  for (let row = 0; row < fours; row += 4, a += 4 * width) {
    const b = a + width;
    const c = b + width;
    const d = c + width;
    let sumA = 0;
    let sumB = 0;
    let sumC = 0;
    let sumD = 0;
    for (let i = 0; i < width; i++) {
      const weight = weights[i] as number;
      sumA += weight * (design[a + i] as number);
      sumB += weight * (design[b + i] as number);
      sumC += weight * (design[c + i] as number);
      sumD += weight * (design[d + i] as number);
    }
    scores[row] = sumA;
    scores[row + 1] = sumB;
    scores[row + 2] = sumC;
    scores[row + 3] = sumD;
  }
  for (let row = fours; row < count; row++, a += width) {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += (weights[i] as number) * (design[a + i] as number);
    scores[row] = sum;
  }
}
