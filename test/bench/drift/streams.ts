// Streams with known changes, generated from a seed: SINE1, MIXED and CIRCLES (Gama, Medas, Castillo and Rodrigues 2004,
// section 4.1) and SEA (Street and Kim 2001, section 4.3), all with 10 % of the labels turned over. Pure.
import type { Frame } from '../../../core/frame/frame.ts';
import { type RandomNumbers, randomNumbers } from '../random.ts';

export interface Stream {
  readonly name: string;
  /** In their order, each with its label. */
  readonly rows: Frame;
  /** First row of each new concept; null where nobody knows. */
  readonly changes: readonly number[] | null;
  /** Rows around a change over which the old concept gives way to the new one. */
  readonly transition: number;
}

/** Answers whether a row is of the positive class. */
type Concept = (row: readonly number[]) => boolean;

interface Recipe {
  readonly name: string;
  readonly features: readonly string[];
  readonly draw: (random: RandomNumbers) => number[];
  readonly concepts: readonly Concept[];
  readonly transition: number;
}

const noise = 0.1;

const boolean = (random: RandomNumbers) => Number(random.uniform() < 0.5);
const square = (random: RandomNumbers) => [random.uniform(), random.uniform()];
const not =
  (concept: Concept): Concept =>
  (row) =>
    !concept(row);

const underSine: Concept = ([x = 0, y = 0]) => y < Math.sin(x);
/** At least two of three: v, w, and below a wave. */
const twoOfThree: Concept = ([v = 0, w = 0, x = 0, y = 0]) =>
  v + w + Number(y < 0.5 + 0.3 * Math.sin(3 * Math.PI * x)) >= 2;
const within =
  (centre: number, radius: number): Concept =>
  ([x = 0, y = 0]) =>
    (x - centre) ** 2 + (y - 0.5) ** 2 <= radius ** 2;
const sumBelow =
  (limit: number): Concept =>
  ([a = 0, b = 0]) =>
    a + b <= limit;

const recipes: readonly Recipe[] = [
  {
    name: 'SINE1',
    features: ['x', 'y'],
    draw: square,
    concepts: [underSine, not(underSine), underSine, not(underSine), underSine],
    transition: 50,
  },
  {
    name: 'MIXED',
    features: ['v', 'w', 'x', 'y'],
    draw: (random) => [boolean(random), boolean(random), ...square(random)],
    concepts: [twoOfThree, not(twoOfThree), twoOfThree, not(twoOfThree), twoOfThree],
    transition: 50,
  },
  {
    name: 'CIRCLES',
    features: ['x', 'y'],
    draw: square,
    concepts: [within(0.2, 0.15), within(0.4, 0.2), within(0.6, 0.25), within(0.8, 0.3)],
    transition: 500,
  },
  {
    name: 'SEA',
    features: ['f1', 'f2', 'f3'],
    draw: (random) => [...square(random), random.uniform()].map((value) => 10 * value),
    concepts: [sumBelow(8), sumBelow(9), sumBelow(7), sumBelow(9.5)],
    transition: 50,
  },
];

export const streamNames: readonly string[] = recipes.map(({ name }) => name);

/** The stream of that name with `conceptRows` rows of each concept. @throws Error for a name that is not there */
export function generate(name: string, conceptRows: number, seed: number): Stream {
  const recipe = recipes.find((each) => each.name === name);
  if (recipe === undefined) throw new Error(`there is no stream ${name}: ${streamNames.join(', ')}`);
  const { features, draw, concepts, transition } = recipe;
  const random = randomNumbers(seed);
  const rows = conceptRows * concepts.length;
  const columns = features.map(() => new Float64Array(rows));
  const labels = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const values = draw(random);
    for (const [at, value] of values.entries()) columns[at]?.fill(value, row, row + 1);
    const concept = concepts[conceptAt(row, { conceptRows, transition, last: concepts.length - 1 }, random)];
    const turned = random.uniform() < noise;
    labels[row] = Number((concept?.(values) ?? false) !== turned);
  }
  const named = features.map((feature, at) => ({ name: feature, values: columns[at] as Float64Array }));
  return {
    name,
    rows: frameOf(named, labels),
    changes: concepts.slice(1).map((_, at) => (at + 1) * conceptRows),
    transition,
  };
}

/** Two concepts give way to each other by a sigmoid around the change, as MOA joins streams (Bifet 2010, section 2.2). */
function conceptAt(
  row: number,
  { conceptRows, transition, last }: { conceptRows: number; transition: number; last: number },
  random: RandomNumbers,
): number {
  const nearest = Math.round(row / conceptRows);
  if (nearest === 0 || nearest > last) return Math.min(last, Math.floor(row / conceptRows));
  const arrived = 1 / (1 + Math.exp((-4 * (row - nearest * conceptRows)) / transition));
  return random.uniform() < arrived ? nearest : nearest - 1;
}

/** Numbers and the class of each row, 0 or 1, as a frame. */
function frameOf(
  features: readonly { readonly name: string; readonly values: Float64Array }[],
  labels: Int32Array,
): Frame {
  const rows = labels.length;
  return {
    rows,
    columns: features.map((feature) => ({ kind: 'numeric', ...feature })),
    ids: Array.from({ length: rows }, (_, row) => String(row)),
    times: new Float64Array(rows).fill(Number.NaN),
    label: { kind: 'categorical', name: 'label', codes: labels, categories: ['0', '1'] },
  };
}
