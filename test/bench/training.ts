// Training data of every size the goals name, and our side of it: `solve` is what scikit-learn's fit on a numpy matrix does,
// `fitFrame` what the product runs (standardise, encode, solve). The peer reads `x` (Float64, row-major, rows x columns, no
// constant column) and `targets` (Int32), written raw and little-endian; both sides warm, in turn, medians of several rounds.
import { logistic } from '../../core/estimators/logistic.ts';
import { type Solution, solveLogistic } from '../../core/estimators/solver.ts';
import { type Frame, schemaOf } from '../../core/frame/frame.ts';

export interface TrainingSet {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly classes: number;
  /** Correlation of any two columns. */
  readonly rho: number;
  /** Whether columns keep scales from 10^-2 to 10^3 and offsets of some deviations; standardised otherwise. */
  readonly raw: boolean;
  /** Greatest ratio to scikit-learn's LogisticRegression(solver="lbfgs"), default tol, that is the goal. */
  readonly goal: number;
}

const standardised = { classes: 2, rho: 0.4, raw: false };

export const trainingSets: readonly TrainingSet[] = [
  { name: '1k x 10', rows: 1_000, columns: 10, ...standardised, goal: 1 },
  { name: '10k x 10', rows: 10_000, columns: 10, ...standardised, goal: 1 },
  { name: '100k x 10', rows: 100_000, columns: 10, ...standardised, goal: 1 },
  { name: '1k x 50', rows: 1_000, columns: 50, ...standardised, goal: 1.6 },
  { name: '10k x 50', rows: 10_000, columns: 50, ...standardised, goal: 1.6 },
  { name: '100k x 50', rows: 100_000, columns: 50, ...standardised, goal: 1.6 },
  { name: '20k x 30 unscaled', rows: 20_000, columns: 30, classes: 2, rho: 0.95, raw: true, goal: 0.5 },
  { name: '10k x 20, 3 classes', rows: 10_000, columns: 20, ...standardised, classes: 3, goal: 2.5 },
];

export interface TrainingData {
  readonly set: TrainingSet;
  /** Row-major, rows x columns. */
  readonly x: Float64Array;
  /** 0..classes-1 */
  readonly targets: Int32Array;
}

/** Normal columns that share a factor, and classes drawn by softmax of random weights (Gumbel's trick). Seeded by the size. */
export function trainingData(set: TrainingSet): TrainingData {
  const { rows, columns, classes, rho } = set;
  const uniform = seeded(rows + columns + classes);
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const weights = Array.from({ length: classes }, () =>
    Float64Array.from({ length: columns }, () => normal() / Math.sqrt(columns)),
  );
  const x = new Float64Array(rows * columns);
  const targets = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const shared = Math.sqrt(rho) * normal();
    const values = x.subarray(row * columns, (row + 1) * columns);
    for (let at = 0; at < columns; at++) values[at] = shared + Math.sqrt(1 - rho) * normal();
    const scores = weights.map((own) => dot(own, values) - Math.log(-Math.log(1 - uniform())));
    targets[row] = scores.indexOf(Math.max(...scores));
  }
  for (let at = 0; at < columns; at++) standardise(x, { columns, at });
  if (set.raw) unscale(x, columns);
  return { set, x, targets };
}

/** The columns with the constant 1 last: what the solver is given. Made once, outside what is timed. */
export function designOf({ set, x }: TrainingData): Float64Array {
  const width = set.columns + 1;
  const design = new Float64Array(set.rows * width).fill(1);
  for (let row = 0; row < set.rows; row++) {
    design.set(x.subarray(row * set.columns, (row + 1) * set.columns), row * width);
  }
  return design;
}

/** Ours, the solver alone. */
export function solve({ set, targets }: TrainingData, design: Float64Array): Solution {
  return solveLogistic({ design, width: set.columns + 1, targets, classes: set.classes, inverseL2: 1 });
}

/** The same data as a frame. Made once, outside what is timed. */
export function frameOfTraining({ set, x, targets }: TrainingData): Frame {
  const { rows, columns, classes } = set;
  return {
    rows,
    columns: Array.from({ length: columns }, (_, at) => ({
      kind: 'numeric',
      name: `x${at}`,
      values: Float64Array.from({ length: rows }, (_, row) => x[row * columns + at] ?? 0),
    })),
    ids: Array.from({ length: rows }, (_, row) => String(row)),
    times: new Float64Array(rows),
    label: {
      kind: 'categorical',
      name: 'label',
      codes: targets,
      categories: Array.from({ length: classes }, (_, code) => `class ${code}`),
    },
  };
}

/** Ours, the whole fit. */
export function fitFrame(frame: Frame): unknown {
  return logistic.fit(frame, schemaOf(frame), { inverseL2: 1 });
}

function standardise(x: Float64Array, { columns, at }: { columns: number; at: number }): void {
  const rows = x.length / columns;
  let sum = 0;
  for (let i = at; i < x.length; i += columns) sum += x[i] ?? 0;
  const mean = sum / rows;
  let squares = 0;
  for (let i = at; i < x.length; i += columns) squares += ((x[i] ?? 0) - mean) ** 2;
  const deviation = Math.sqrt(squares / rows);
  for (let i = at; i < x.length; i += columns) x[i] = ((x[i] ?? 0) - mean) / deviation;
}

function unscale(x: Float64Array, columns: number): void {
  for (let i = 0; i < x.length; i++) {
    const at = i % columns;
    x[i] = ((x[i] ?? 0) + 3 * Math.sin(at)) * 10 ** (-2 + (5 * at) / (columns - 1));
  }
}

function dot(one: Float64Array, other: Float64Array): number {
  return one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
}

/** mulberry32: even numbers in [0, 1). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
