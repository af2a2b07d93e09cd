// What the champion's reference window looked like, in the form every check compares against. Pure.
import type { FittedModel, Scores } from '../estimators/estimator.ts';
import { estimatorOf } from '../estimators/index.ts';
import { doubles } from '../frame/arrays.ts';
import type { CategoricalColumn, Column, Frame } from '../frame/frame.ts';
import { buildCells, type Cells, countCells, countSorted, numericCells } from '../stats/cells.ts';
import { featureWeights } from '../stats/data-score.ts';
import { meanOf, standardDeviation } from '../stats/moments.ts';
import { sortedFinite } from '../stats/sorted-sample.ts';
import { type Sorter, sorterFor } from '../stats/sorter.ts';

/** One column of the reference window: binned, counted and (numbers) sorted once, then kept. */
export interface ColumnProfile {
  readonly name: string;
  readonly kind: Column['kind'];
  /** The median, the commonest category; null for a column without values. */
  readonly typical: number | string | null;
  readonly cells: Cells;
  readonly counts: Uint32Array;
  /** Ascending finite values; null for categories. */
  readonly sorted: Float64Array | null;
  /** Of the finite values; null for categories and for a column without any. */
  readonly mean: number | null;
  readonly standardDeviation: number | null;
}

export interface Profile {
  readonly rows: number;
  readonly features: readonly ColumnProfile[];
  /** Weight of each feature in the data score, sum 1. */
  readonly weights: readonly number[];
  /** The champion's own output on the reference window. */
  readonly prediction: ColumnProfile;
}

/** Profiles a reference window. Cost O(n log n) per feature; made once per champion and kept. */
export function profileOf(reference: Frame, model: FittedModel): Profile {
  const sorter = sorterFor(reference.rows);
  const { importance, score } = estimatorOf(model);
  const prediction = predictionColumn(model, reference, score(model, reference));
  return {
    rows: reference.rows,
    features: reference.columns.map((column) => profileColumn(column, sorter)),
    weights: featureWeights([...importance(model)]),
    prediction: profileColumn(prediction, sorter),
  };
}

/**
 * The champion's output (`scores` of `rows`) as one more column: the probability of the second class for two classes,
 * the predicted class for more.
 */
export function predictionColumn(model: FittedModel, rows: Frame, scores: Scores): Column {
  const { signal } = estimatorOf(model);
  if (signal !== undefined) return signal(model, rows);
  const classes = model.schema.classes;
  if (classes.length !== 2)
    return { kind: 'categorical', name: 'prediction', codes: scores.predicted, categories: classes };
  const values = new Float64Array(rows.rows);
  for (let row = 0; row < rows.rows; row++) values[row] = scores.probabilities[2 * row + 1] ?? Number.NaN;
  return { kind: 'numeric', name: 'prediction', values };
}

function profileColumn(column: Column, sorter: Sorter): ColumnProfile {
  return column.kind === 'numeric' ? profileNumbers(column, sorter) : profileCategories(column);
}

function profileNumbers(
  { name, kind, values }: Exclude<Column, CategoricalColumn>,
  sorter: Sorter,
): ColumnProfile {
  const sample = sortedFinite(values, sorter);
  const sorted = doubles(sample.values.length);
  sorted.set(sample.values);
  const cells = numericCells(sorted);
  return {
    name,
    kind,
    typical: sorted[Math.floor(sorted.length / 2)] ?? null,
    cells,
    counts: countSorted(cells, sample),
    sorted,
    mean: meanOf(sorted),
    standardDeviation: standardDeviation(sorted),
  };
}

function profileCategories(column: CategoricalColumn): ColumnProfile {
  const { name, kind } = column;
  const cells = buildCells(column);
  const counts = countCells(cells, column);
  return {
    name,
    kind,
    typical: commonest(column),
    cells,
    counts,
    sorted: null,
    mean: null,
    standardDeviation: null,
  };
}

function commonest({ codes, categories }: CategoricalColumn): string | null {
  const counts = new Uint32Array(categories.length);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] ?? -1;
    if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  }
  let most = -1;
  counts.forEach((count, code) => {
    if (count > (counts[most] ?? 0)) most = code;
  });
  return categories[most] ?? null;
}
