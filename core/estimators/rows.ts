// The inner loops of training and scoring: rows of a dense matrix times weights, and weighted rows summed. Pure.
// Four rows at a time: a weight or a sum is loaded once for four, and four independent sums are under way.

/** A run of `count` rows, from row `first` on, of a row-major matrix. */
export interface Rows {
  readonly design: Float64Array;
  readonly width: number;
  readonly first: number;
  readonly count: number;
}

/** Rows to work on at a time: 16 KiB of them, so that they are still in the nearest cache when read again. */
export function rowsAtATime(width: number): number {
  return Math.max(4, Math.min(256, Math.floor(2048 / width) & ~3));
}

/** Calls `work` on runs that make up rows 0..count-1, each of `rowsAtATime` rows or, the last one, fewer. */
export function eachRun(
  { design, width, rows }: { design: Float64Array; width: number; rows: number },
  work: (run: Rows) => void,
): void {
  const size = rowsAtATime(width);
  for (let first = 0; first < rows; first += size) {
    work({ design, width, first, count: Math.min(size, rows - first) });
  }
}

/** Writes each row times `weights` (length `width`) to `scores`; the same bits wherever in a run a row stands. */
export function scoreRows(
  { design, width, first, count }: Rows,
  weights: Float64Array,
  scores: Float64Array,
): void {
  const fours = count & ~3;
  let a = first * width;
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

/** Adds factor x row to `total` (length `width`) for each row; `factors` has one a row. */
export function addRows(
  { design, width, first, count }: Rows,
  factors: Float64Array,
  total: Float64Array,
): void {
  const fours = count & ~3;
  let a = first * width;
  for (let row = 0; row < fours; row += 4, a += 4 * width) {
    const b = a + width;
    const c = b + width;
    const d = c + width;
    const byA = factors[row] as number;
    const byB = factors[row + 1] as number;
    const byC = factors[row + 2] as number;
    const byD = factors[row + 3] as number;
    for (let i = 0; i < width; i++) {
      const ab = byA * (design[a + i] as number) + byB * (design[b + i] as number);
      const cd = byC * (design[c + i] as number) + byD * (design[d + i] as number);
      total[i] = (total[i] as number) + ab + cd;
    }
  }
  for (let row = fours; row < count; row++, a += width) {
    const by = factors[row] as number;
    for (let i = 0; i < width; i++) total[i] = (total[i] as number) + by * (design[a + i] as number);
  }
}
