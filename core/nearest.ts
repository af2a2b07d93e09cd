// The word that is meant by a slip of the finger. Pure.

/** Fewer letters begin too many words. */
const leastBegun = 3;

/**
 * The known word that begins like what was typed, or is at most two edits away from it (three for long words); null
 * when none is that near.
 */
export function nearest(typed: string, known: readonly string[]): string | null {
  const begun = known.find((word) => typed.length >= leastBegun && word.startsWith(typed));
  if (begun !== undefined) return begun;
  const [best] = known
    .map((word) => ({ word, edits: editDistance(typed, word) }))
    .sort((first, second) => first.edits - second.edits);
  if (best === undefined) return null;
  const allowed = Math.min(best.word.length > 8 ? 3 : 2, best.word.length - 2);
  return best.edits <= allowed ? best.word : null;
}

/** Levenshtein distance: insertions, deletions and substitutions of characters. */
function editDistance(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (above[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min((above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, replaced));
    }
    above = current;
  }
  return above[to.length] ?? 0;
}
