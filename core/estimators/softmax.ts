// Class probabilities of a linear model: the arithmetic that training and scoring share. Pure.

/** A model linear in its columns: of two classes only class 1 has weights (class 0 scores 0), of more each has. */
export interface LinearModel {
  /** Two or more. */
  readonly classes: number;
  /** Columns of the design matrix; the last is the constant 1. */
  readonly width: number;
}

/** Rows of weights: one for two classes, else one a class. */
export function blocksOf(classes: number): number {
  return classes === 2 ? 1 : classes;
}

/** Writes the linear score of each class into `scores` (length `classes`) for the row of `design` that starts at `start`. */
export function linearScores(
  model: LinearModel & { readonly design: Float64Array; readonly weights: Float64Array },
  start: number,
  scores: Float64Array,
): void {
  const { design, weights, width } = model;
  const first = scores.length === 2 ? 1 : 0;
  scores[0] = 0;
  for (let code = first, at = 0; code < scores.length; code++) {
    let sum = 0;
    for (let column = 0; column < width; column++, at++) {
      sum += (weights[at] ?? 0) * (design[start + column] ?? 0);
    }
    scores[code] = sum;
  }
}

/** Turns scores into probabilities, in place, and returns log(sum(exp(scores))); exact at any size of the scores. */
export function softmax(scores: Float64Array): number {
  let top = scores[0] ?? 0;
  for (let code = 1; code < scores.length; code++) top = Math.max(top, scores[code] ?? 0);
  let sum = 0;
  for (let code = 0; code < scores.length; code++) {
    const share = Math.exp((scores[code] ?? 0) - top);
    scores[code] = share;
    sum += share;
  }
  for (let code = 0; code < scores.length; code++) scores[code] = (scores[code] ?? 0) / sum;
  return top + Math.log(sum);
}
