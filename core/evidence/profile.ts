// What the champion's reference window looked like, in the form every check compares against. Pure.
import type { FittedModel } from '../estimators/estimator.ts';
import { estimatorOf } from '../estimators/index.ts';
import type { Column, Frame } from '../frame/frame.ts';
import { buildCells, type Cells, countCells } from '../stats/cells.ts';
import { featureWeights } from '../stats/data-score.ts';
import { sortedFinite } from '../stats/sorted-sample.ts';

/** One column of the reference window: binned, counted and (numbers) sorted once, then kept. */
export interface ColumnProfile {
  readonly column: Column;
  readonly cells: Cells;
  readonly counts: Uint32Array;
  /** Ascending finite values; null for categories. */
  readonly sorted: Float64Array | null;
  /** Mean of the finite values; null for categories and for a column without any. */
  readonly mean: number | null;
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
  return {
    rows: reference.rows,
    features: reference.columns.map(profileColumn),
    weights: featureWeights([...estimatorOf(model).importance(model)]),
    prediction: profileColumn(predictionColumn(model, reference)),
  };
}

/**
 * The champion's output as one more column: the probability of the second class for two classes, the
 * predicted class for more.
 */
export function predictionColumn(model: FittedModel, rows: Frame): Column {
  const scores = estimatorOf(model).score(model, rows);
  const classes = model.schema.classes;
  if (classes.length !== 2)
    return { kind: 'categorical', name: 'prediction', codes: scores.predicted, categories: classes };
  const values = new Float64Array(rows.rows);
  for (let row = 0; row < rows.rows; row++) values[row] = scores.probabilities[2 * row + 1] ?? Number.NaN;
  return { kind: 'numeric', name: 'prediction', values };
}

function profileColumn(column: Column): ColumnProfile {
  const cells = buildCells(column);
  const sorted = column.kind === 'numeric' ? sortedFinite(column.values).values : null;
  return {
    column,
    cells,
    counts: countCells(cells, column),
    sorted,
    mean: sorted === null ? null : meanOf(sorted),
  };
}

/** Mean of finite values; null when there are none. */
export function meanOf(finite: Float64Array): number | null {
  let sum = 0;
  // An indexed loop: iterating typed arrays costs four times as much on Node 20.
  for (let at = 0; at < finite.length; at++) sum += finite[at] ?? 0;
  return finite.length === 0 ? null : sum / finite.length;
}
