// Logistic regression against scikit-learn: same data, same objective, coefficients compared before a time is told.
import { join } from 'node:path';
import LogisticRegression from 'ml-logistic-regression';
import { Matrix } from 'ml-matrix';
import * as z from 'zod';
import { solveLogistic } from '../../../core/estimators/solver.ts';
import { makeTraining, type Training, writeNumbers } from '../data.ts';
import { type Row, rowOf, type Targets } from '../figures.ts';
import type { Peer } from '../peer.ts';
import type { Bench, Case, Subject } from '../subject.ts';
import { inTurn, timed } from '../timing.ts';

interface Size {
  readonly rows: number;
  readonly features: number;
  readonly classes?: number;
  readonly raw?: boolean;
  readonly targets: Targets;
}

const exact = 1e-6;
const sizes: readonly Size[] = [
  { rows: 1_000, features: 10, targets: { ratio: 1, difference: exact } },
  { rows: 10_000, features: 10, targets: { ratio: 1, difference: exact } },
  { rows: 100_000, features: 10, targets: { ratio: 1, difference: exact } },
  { rows: 1_000, features: 50, targets: { ratio: 1.6, difference: exact } },
  { rows: 10_000, features: 50, targets: { ratio: 1.6, difference: exact } },
  { rows: 100_000, features: 50, targets: { ratio: 1.6, difference: exact } },
  { rows: 20_000, features: 30, raw: true, targets: { difference: exact } },
  { rows: 10_000, features: 20, classes: 3, targets: { ratio: 2.5, difference: exact } },
];

export const training: Subject = {
  name: 'training',
  about: 'logistic regression to the optimum, against scikit-learn',
  cases: ({ full }) => [
    ...sizes.map((size): Case => ({ name: nameOf(size), run: (bench) => measure(bench, size) })),
    ...(full ? [{ name: 'train()', run: againstPackage }] : []),
  ],
};

function nameOf({ rows, features, classes = 2, raw = false }: Size): string {
  const kind = raw ? ', unscaled, correlated' : classes > 2 ? `, ${classes} classes` : '';
  return `${rows.toLocaleString('en-US')} x ${features}${kind}`;
}

/** With the constant 1 as the last column, as the solver takes it. */
function problemOf({ rows, features, classes, values, targets }: Training) {
  const width = features + 1;
  const design = new Float64Array(rows * width).fill(1);
  for (let row = 0; row < rows; row++)
    design.set(values.subarray(row * features, (row + 1) * features), row * width);
  return { design, width, targets, classes, inverseL2: 1 };
}

async function measure({ folder, peer, quick }: Bench, size: Size): Promise<Row[]> {
  const data = makeTraining({ classes: 2, raw: false, ...size }, 3);
  const problem = problemOf(data);
  const cold = await timed(() => solveLogistic(problem));
  const solution = solveLogistic(problem);
  if (!solution.converged) throw new Error('our solver did not converge');
  if (peer !== null) await handOver(peer, folder, data);
  const difference = peer === null ? null : await compare(peer, solution.weights, data);
  let repeats = 1;
  const ours = async () => {
    const all = await timed(() => {
      for (let repeat = 0; repeat < repeats; repeat++) solveLogistic(problem);
    });
    return all / repeats;
  };
  let stops = 0;
  const theirs = async () => {
    let all = 0;
    for (let repeat = 0; repeat < repeats; repeat++) {
      const { seconds, iterations } = await fitTheirs(peer as Peer, {});
      all += 1000 * seconds;
      stops = iterations;
    }
    return all / repeats;
  };
  // The first fits compile and allocate.
  for (let warm = 0; warm < 3; warm++) repeats = repeatsFor(await ours());
  const times = await inTurn(quick ? 5 : 9, ours, peer === null ? null : theirs);
  const note = stops < 100 ? '' : 'scikit-learn stopped at its default of 100 iterations, not converged';
  const facts = {
    subject: 'training',
    what: nameOf(size),
    unit: 'ms',
    cold,
    difference,
    targets: size.targets,
    note,
  };
  return [rowOf(facts, times.ours, { name: 'scikit-learn lbfgs', theirs: times.theirs })];
}

/** Small fits many times: a millisecond is not a measurement. */
const repeatsFor = (milliseconds: number): number => Math.max(1, Math.min(20, Math.round(20 / milliseconds)));

const fitted = z.object({
  seconds: z.number(),
  iterations: z.number(),
  weights: z.array(z.array(z.number())),
});

const fitTheirs = (peer: Peer, options: Record<string, unknown>) => peer.ask('fit', { options }, fitted);

async function handOver(peer: Peer, folder: string, { values, targets, features }: Training): Promise<void> {
  const paths = { values: join(folder, 'values.f64'), targets: join(folder, 'targets.i32') };
  await writeNumbers(paths.values, values);
  await writeNumbers(paths.targets, targets);
  await peer.ask('rows', { ...paths, features }, z.object({}));
}

/** Largest difference of a coefficient from scikit-learn's exact solver. @throws Error when it is more than digits */
async function compare(peer: Peer, weights: Float64Array, data: Training): Promise<number> {
  const optimum = await fitTheirs(peer, { solver: 'newton-cholesky', tol: 1e-12, max_iter: 1000 });
  const theirs = centred(optimum.weights).flat();
  const differences = theirs.map((weight, at) => Math.abs(weight - (weights[at] ?? Number.NaN)));
  if (theirs.length !== weights.length)
    throw new Error(`${weights.length} weights, scikit-learn has ${theirs.length}`);
  const worst = Math.max(...differences);
  if (!(worst < 1e-3))
    throw new Error(`coefficients differ from scikit-learn's by ${worst} (${data.rows} rows)`);
  return worst;
}

/** Intercepts of many classes may share any constant: the one with sum 0, as ours. */
function centred(weights: number[][]): number[][] {
  if (weights.length === 1) return weights;
  const mean = weights.reduce((sum, row) => sum + (row.at(-1) ?? 0), 0) / weights.length;
  return weights.map((row) => [...row.slice(0, -1), (row.at(-1) ?? 0) - mean]);
}

/** The package whose model format we keep, trained by itself: half a minute for a thousand rows. */
async function againstPackage(): Promise<Row[]> {
  const data = makeTraining({ rows: 1_000, features: 10, classes: 2, raw: false }, 3);
  const problem = problemOf(data);
  for (let warm = 0; warm < 20; warm++) solveLogistic(problem);
  const model = new LogisticRegression();
  // Not among the types we gave the package: the product must never call it.
  const train = (...data: Matrix[]): unknown => Reflect.apply(Reflect.get(model, 'train'), model, data);
  const features = Matrix.from1DArray(data.rows, data.features, data.values);
  const targets = Matrix.columnVector(Array.from(data.targets));
  const times = await inTurn(
    1,
    () => timed(() => solveLogistic(problem)),
    () => timed(() => train(features, targets)),
  );
  const facts = {
    subject: 'training',
    what: '1,000 x 10, its own train()',
    unit: 'ms',
    targets: { ratio: 0.001 },
  };
  return [rowOf(facts, times.ours, { name: 'ml-logistic-regression 2.0.0', theirs: times.theirs })];
}
