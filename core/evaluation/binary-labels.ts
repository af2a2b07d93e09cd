// What the measures of a probability against a yes-or-no label accept. Pure.

/** Whether every label is 0 or 1 and every score a finite number. */
export function areBinary(scores: ArrayLike<number>, labels: ArrayLike<number>): boolean {
  for (let row = 0; row < labels.length; row += 1) {
    if (labels[row] !== 0 && labels[row] !== 1) return false;
    if (!Number.isFinite(scores[row])) return false;
  }
  return true;
}
