// Can a model tell the rows of the window from those of the reference? What moves together shows here. Pure.

import { scoreRows } from '../estimators/rows.ts';
import { solveLogistic } from '../estimators/solver.ts';
import { type Frame, selectRows } from '../frame/frame.ts';
import type { DomainShift } from '../full-report.ts';
import { aucNoise, mannWhitneyAuc } from '../stats/mann-whitney.ts';
import { defined, type Measure, undefinedFor } from '../stats/measure.ts';
import { minimumRows } from './compare.ts';
import { type DesignColumn, designOf, withProducts } from './domain-design.ts';
import type { ColumnProfile } from './profile.ts';

const mostRows = 2_000;
const folds = 5;
/** Out-of-fold scores of several models scatter more than those of one: measured, for 60 to 2,000 rows. */
const foldNoise = 1.4;
/** Two-sided 95 %. */
const bandWidth = 1.96;

interface Question {
  readonly profiles: readonly ColumnProfile[];
  readonly reference: Frame;
  readonly current: Frame;
}

/**
 * Out-of-fold AUC of a ridge logistic regression (l2 = 1) of "which window is this row from", on at most 2,000 rows of
 * each, evenly taken; with the band that chance alone keeps it in, and the features it leans on. Fewer than 30 rows on a
 * side: `insufficient`; no column that varies: `constant`.
 */
export function domainClassifier({ profiles, reference, current }: Question): Measure<DomainShift> {
  const frames = [evenly(reference), evenly(current)];
  const sizes = { n: frames[0]?.rows ?? 0, m: frames[1]?.rows ?? 0 };
  if (Math.min(sizes.n, sizes.m) < minimumRows) return undefinedFor('insufficient', sizes);
  const columns = withProducts(designOf(profiles, frames));
  if (columns.length === 0) return undefinedFor('constant', sizes);
  const auc = outOfFoldAuc(columns, sizes);
  const half = bandWidth * foldNoise * aucNoise(sizes.n, sizes.m);
  const shift = {
    auc,
    band: [0.5 - half, 0.5 + half] as const,
    // Below the band is no less chance than within: nothing was told apart.
    beyondChance: auc > 0.5 + half,
    score: 2 * Math.abs(auc - 0.5),
    leansOn: leaning(columns, sizes, profiles),
  };
  return defined(shift, sizes);
}

function evenly(frame: Frame): Frame {
  if (frame.rows <= mostRows) return frame;
  const indices = Uint32Array.from({ length: mostRows }, (_, k) => Math.floor((k * frame.rows) / mostRows));
  return selectRows(frame, indices);
}

interface Sizes {
  readonly n: number;
  readonly m: number;
}

/** Columns of n reference rows, then m current ones. Fold = row within its window mod 5. AUC with mid-ranks. */
export function outOfFoldAuc(columns: readonly DesignColumn[], { n, m }: Sizes): number {
  const scores = new Float64Array(n + m);
  const foldOf = (row: number) => (row < n ? row : row - n) % folds;
  const rows = Array.from(scores.keys());
  for (let fold = 0; fold < folds; fold += 1) {
    const weights = fitOn(
      columns,
      n,
      rows.filter((row) => foldOf(row) !== fold),
    );
    const outside = rows.filter((row) => foldOf(row) === fold);
    const own = new Float64Array(outside.length);
    const width = columns.length + 1;
    scoreRows({ design: matrix(columns, outside), width, count: outside.length }, weights, own);
    outside.forEach((row, at) => {
      scores[row] = own[at] as number;
    });
  }
  return mannWhitneyAuc(scores.slice(0, n).sort(), scores.slice(n).sort()).value ?? 0.5;
}

/** The first `n` rows are of the reference, class 0. */
function fitOn(columns: readonly DesignColumn[], n: number, rows: readonly number[]): Float64Array {
  const design = matrix(columns, rows);
  const targets = Int32Array.from(rows, (row) => Number(row >= n));
  return solveLogistic({ classes: 2, width: columns.length + 1, design, targets, inverseL2: 1 }).weights;
}

/** Row-major, the constant 1 last. */
function matrix(columns: readonly DesignColumn[], rows: readonly number[]): Float64Array {
  const width = columns.length + 1;
  const design = new Float64Array(rows.length * width).fill(1);
  columns.forEach(({ values }, column) => {
    for (let at = 0; at < rows.length; at += 1)
      design[at * width + column] = values[rows[at] as number] as number;
  });
  return design;
}

/**
 * By what each feature adds to the distance of the two windows' mean scores, as a share of all that adds; a product is
 * half of each. Largest first.
 */
function leaning(
  columns: readonly DesignColumn[],
  { n, m }: Sizes,
  profiles: readonly ColumnProfile[],
): DomainShift['leansOn'] {
  const weights = fitOn(
    columns,
    n,
    Array.from({ length: n + m }, (_, row) => row),
  );
  const parts = new Float64Array(profiles.length);
  columns.forEach(({ features, values }, column) => {
    const apart = mean(values.subarray(n)) - mean(values.subarray(0, n));
    for (const feature of features)
      parts[feature] = (parts[feature] as number) + ((weights[column] as number) * apart) / features.length;
  });
  const adding = profiles.map(({ name }, at) => ({ name, share: Math.max(0, parts[at] as number) }));
  const all = adding.reduce((sum, { share }) => sum + share, 0);
  return adding
    .filter(({ share }) => share > 0)
    .map(({ name, share }) => ({ name, share: share / all }))
    .sort((one, other) => other.share - one.share);
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
