// The data of the bench, the same for both sides: seeded, made once a case, handed over as raw files or CSV.
import { open, writeFile } from 'node:fs/promises';
import { type RandomNumbers, randomNumbers } from './random.ts';

/** Native order: both sides run on the same machine. */
export async function writeNumbers(path: string, values: Float64Array | Int32Array): Promise<void> {
  await writeFile(path, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

type Shape = (random: RandomNumbers, shift: number) => number;

/** The columns one meets: bell, heavy tail, waiting times, prices with ties, counts with many ties. */
const shapes: readonly Shape[] = [
  (random, shift) => random.normal() + shift,
  (random, shift) => Math.exp(random.normal() + shift),
  (random, shift) => -Math.log(random.uniform()) * (1 + shift),
  (random, shift) => Math.round(100 * (100 + 20 * (random.normal() + shift))) / 100,
  (random, shift) => Math.floor(-Math.log(random.uniform()) * 40 * (1 + shift)),
];

/** `count` columns; a quarter of them stay where they were whatever `drift` is, the others move by up to it. */
export function makeColumns(
  count: number,
  rows: number,
  { seed, drift }: { seed: number; drift: number },
): Float64Array[] {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, (_, column) => {
    const shape = shapes[column % shapes.length] as Shape;
    const shift = (drift * (column % 4)) / 3;
    const values = new Float64Array(rows);
    for (let row = 0; row < rows; row++) values[row] = shape(random, shift);
    return values;
  });
}

/** Rows of features, row after row, and their classes. */
export interface Training {
  readonly rows: number;
  readonly features: number;
  readonly classes: number;
  readonly values: Float64Array;
  readonly targets: Int32Array;
}

interface TrainingShape {
  readonly rows: number;
  readonly features: number;
  readonly classes: number;
  /** Correlated features on scales from 0.01 to 1000, away from 0: what raw columns look like. */
  readonly raw: boolean;
}

export function makeTraining({ rows, features, classes, raw }: TrainingShape, seed: number): Training {
  const random = randomNumbers(seed);
  // The rule from features to classes is the same for every seed: a model of one set can be tried on another.
  const rule = randomNumbers(0);
  const truth = Float64Array.from({ length: features * classes }, () => rule.normal() / Math.sqrt(features));
  const values = new Float64Array(rows * features);
  const targets = new Int32Array(rows);
  const row = new Float64Array(features);
  const scale = Float64Array.from({ length: features }, (_, at) => (raw ? 10 ** ((at % 6) - 2) : 1));
  for (let at = 0; at < rows; at++) {
    const common = raw ? Math.sqrt(0.95) * random.normal() : 0;
    const own = raw ? Math.sqrt(0.05) : 1;
    for (let feature = 0; feature < features; feature++) {
      const value = common + own * random.normal();
      row[feature] = value;
      values[at * features + feature] = (scale[feature] as number) * (raw ? value + 3 : value);
    }
    targets[at] = drawClass(row, truth, random);
  }
  return { rows, features, classes, values, targets };
}

/** A class by its softmax probability: the largest of the scores with Gumbel noise. */
function drawClass(row: Float64Array, truth: Float64Array, random: RandomNumbers): number {
  const features = row.length;
  let best = 0;
  let highest = Number.NEGATIVE_INFINITY;
  for (let at = 0; at * features < truth.length; at++) {
    let score = -Math.log(-Math.log(random.uniform()));
    for (let feature = 0; feature < features; feature++)
      score += (row[feature] as number) * (truth[at * features + feature] as number);
    if (score > highest) [best, highest] = [at, score];
  }
  return best;
}

/** A numeric CSV file, and the numbers that its text stands for. */
export interface NumericFile {
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
}

const blockRows = 100_000;

/**
 * Features f0, f1, ... and a last column `label` of 0 and 1. Beyond 100,000 rows the file repeats its first ones, which
 * no reader can make use of and which is written in a fraction of the time.
 */
export async function writeCsv(
  path: string,
  { rows, features, seed, drift }: { rows: number; features: number; seed: number; drift: number },
): Promise<NumericFile> {
  const block = Math.min(rows, blockRows);
  const { values, targets } = makeTraining({ rows: block, features, classes: 2, raw: false }, seed);
  const names = [...Array.from({ length: features }, (_, at) => `f${at}`), 'label'];
  const columns = names.map(() => new Float64Array(block));
  const lines: string[] = [];
  for (let row = 0; row < block; row++) {
    const cells = Array.from({ length: features }, (_, at) =>
      // Every fifth column is a count, the others have six decimals.
      ((values[row * features + at] as number) * (at % 5 === 4 ? 1000 : 1) + (drift * (at % 4)) / 3).toFixed(
        at % 5 === 4 ? 0 : 6,
      ),
    );
    cells.push(String(targets[row]));
    for (const [at, cell] of cells.entries()) (columns[at] as Float64Array)[row] = Number(cell);
    lines.push(cells.join(','));
  }
  const text = Buffer.from(`${lines.join('\n')}\n`);
  const file = await open(path, 'w');
  try {
    await file.write(`${names.join(',')}\n`);
    for (let written = 0; written < rows; written += block) await file.write(text);
  } finally {
    await file.close();
  }
  return { names, columns };
}
