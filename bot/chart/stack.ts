// Labels that share a column or a row: moved apart, or left out. Pure.

/**
 * Heights for labels that each want to stand at a height of their own, at least `gap` apart and between the two ends;
 * in the order given. More than fit are pressed together at the lower end.
 */
export function apart(
  wanted: readonly number[],
  gap: number,
  [top, bottom]: readonly [number, number],
): number[] {
  const order = wanted
    .map((_, at) => at)
    .sort((one, other) => (wanted[one] ?? 0) - (wanted[other] ?? 0) || one - other);
  const placed = new Array<number>(wanted.length).fill(top);
  let free = top;
  for (const at of order) {
    const y = Math.max(free, wanted[at] ?? top);
    placed[at] = y;
    free = y + gap;
  }
  let limit = bottom;
  for (const at of order.reverse()) {
    placed[at] = Math.max(top, Math.min(placed[at] ?? top, limit));
    limit = placed[at] - gap;
  }
  return placed;
}

/** The row, of `rows`, in which a label from `left` to `right` meets no other; null = in none. It is taken from then on. */
export function freeRow(
  rows: (readonly [left: number, right: number])[][],
  [left, right]: readonly [number, number],
): number | null {
  const row = rows.findIndex((taken) => taken.every(([from, until]) => right <= from || left >= until));
  if (row === -1) return null;
  rows[row]?.push([left, right]);
  return row;
}
