// Reconstruction error of principal components, the multivariate drift measure of NannyML: rows that no longer lie near
// the plane of the reference. Blind to drift within that plane. Pure.
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

export interface Reconstruction {
  readonly components: number;
  /** Of the reference's correlations, largest first. */
  readonly eigenvalues: readonly number[];
  /** Mean length of what the components do not explain of a row. */
  readonly referenceMean: number;
  readonly currentMean: number;
  /** Sample deviation. */
  readonly currentStd: number;
}

type Rows = readonly (readonly number[])[];

/** Rows of equal length without missing values; no column of the reference is constant. `explained` in (0, 1]. */
export function pcaReconstruction(reference: Rows, current: Rows, explained: number): Reconstruction {
  const scale = scaleOf(reference);
  const known = standardised(reference, scale);
  const correlations = known.transpose().mmul(known).div(reference.length);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(correlations, {
    assumeSymmetric: true,
  });
  const order = [...realEigenvalues.keys()].sort(
    (a, b) => (realEigenvalues[b] ?? 0) - (realEigenvalues[a] ?? 0),
  );
  const eigenvalues = order.map((at) => realEigenvalues[at] ?? 0);
  const components = componentsFor(eigenvalues, explained);
  const plane = eigenvectorMatrix.subMatrixColumn(order.slice(0, components));
  const before = moments(residuals(known, plane));
  const now = moments(residuals(standardised(current, scale), plane));
  return {
    components,
    eigenvalues,
    referenceMean: before.mean,
    currentMean: now.mean,
    currentStd: now.deviation * Math.sqrt(current.length / (current.length - 1)),
  };
}

interface Moments {
  readonly mean: number;
  readonly deviation: number;
}

const scaleOf = (rows: Rows): Moments[] =>
  (rows[0] ?? []).map((_, column) => moments(rows.map((row) => row[column] ?? 0)));

function moments(values: readonly number[]): Moments {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / values.length) };
}

function standardised(rows: Rows, scale: readonly Moments[]): Matrix {
  return new Matrix(
    rows.map((row) => scale.map(({ mean, deviation }, at) => ((row[at] ?? 0) - mean) / deviation)),
  );
}

function componentsFor(eigenvalues: readonly number[], explained: number): number {
  const total = eigenvalues.reduce((sum, value) => sum + value, 0);
  let sum = 0;
  const last = eigenvalues.findIndex((value) => {
    sum += value;
    return sum >= explained * total;
  });
  return last === -1 ? eigenvalues.length : last + 1;
}

function residuals(rows: Matrix, plane: Matrix): number[] {
  const left = Matrix.sub(rows, rows.mmul(plane).mmul(plane.transpose()));
  return left.to2DArray().map((row) => Math.hypot(...row));
}
