// The part of a linear score that each feature has: weights times a change of the encoded values. Pure.
import { columnsIn, type Encoding } from './encoder.ts';

/** Parts of each of a model's scores, `weights` one row a score; `moved` a column each of the design matrix. */
export function partsByClass(
  weights: readonly (readonly number[])[],
  moved: ArrayLike<number>,
  encoding: Encoding,
): readonly (readonly number[])[] {
  return relative(weights.map((own) => partsOf(own, moved, encoding)));
}

/** The part that each feature has in one score. The intercept, last, does not change. */
function partsOf(weights: readonly number[], moved: ArrayLike<number>, encoding: Encoding): number[] {
  let start = 0;
  return encoding.map((feature) => {
    let part = 0;
    const end = start + columnsIn(feature);
    for (; start < end; start += 1) part += (weights[start] as number) * (moved[start] as number);
    return part;
  });
}

/** Scores of more than two classes mean nothing but against each other: each against the mean of all. */
export function relative(byClass: readonly (readonly number[])[]): readonly (readonly number[])[] {
  if (byClass.length === 1) return byClass;
  const mean = (at: number) =>
    byClass.reduce((sum, parts) => sum + (parts[at] as number), 0) / byClass.length;
  return byClass.map((parts) => parts.map((part, at) => part - mean(at)));
}

export function total(parts: readonly number[]): number {
  return parts.reduce((sum, part) => sum + part, 0);
}
