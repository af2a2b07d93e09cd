// Models of every shape that is written as ONNX, fitted to drawn rows, and rows to ask them: unseen, missing and extreme.
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Estimator, FittedModel } from '../../../core/estimators/estimator.ts';
import { estimatorOf } from '../../../core/estimators/index.ts';
import { logistic } from '../../../core/estimators/logistic.ts';
import { majority } from '../../../core/estimators/majority.ts';
import type { Frame } from '../../../core/frame/frame.ts';
import { frameOf } from '../estimators/frame-of.ts';

type Cells = (number | string | null)[];
type Uniform = () => number;
/** A cell of a training row, and one of a row to ask. */
interface Law {
  readonly train: (uniform: Uniform) => number | string | null;
  readonly ask: (uniform: Uniform) => number | string | null;
}

const one = <T>(values: readonly T[], uniform: Uniform): T =>
  values[Math.floor(uniform() * values.length)] as T;

const extremes = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e308, -1e308, 5e-324, 0, -0, 1e12];

function number(scale: number, centre: number): Law {
  const train = (uniform: Uniform) => centre + scale * (uniform() + uniform() + uniform() - 1.5);
  const strange = (uniform: Uniform) => (uniform() < 0.5 ? null : one(extremes, uniform));
  return {
    train: (uniform) => (uniform() < 0.05 ? null : train(uniform)),
    ask: (uniform) => (uniform() < 0.15 ? strange(uniform) : 3 * (train(uniform) - centre) + centre),
  };
}

function category(known: readonly string[]): Law {
  const strange = [null, 'never seen', 'NOT', ' ', `${known[0] ?? ''} `];
  return {
    train: (uniform) => (uniform() < 0.05 ? null : one(known, uniform)),
    ask: (uniform) => (uniform() < 0.15 ? one(strange, uniform) : one(known, uniform)),
  };
}

const constant: Law = { train: () => 5, ask: (uniform) => one([5, 6, null, Infinity, -1e308], uniform) };
const silent: Law = { train: () => null, ask: (uniform) => one([1, null, -7], uniform) };
const apart: Law = {
  train: (uniform) => one([1e308, -1e308], uniform),
  ask: (uniform) => one([1e308, 1, null], uniform),
};
const cities = category(['Paris', 'Orléans', '東京', 'São "Paulo"', "L'Aquila", '🏙', 'false', '1']);

interface Shape {
  readonly estimator: Estimator;
  readonly columns: Readonly<Record<string, Law>>;
  /** Classes that occur in training. */
  readonly classes: readonly string[];
  /** Classes of the schema, where it knows more. */
  readonly known?: readonly string[];
}

const mixed = { age: number(12, 40), city: cities, income: number(1e5, 3e4), plan: category(['a', 'b']) };

const shapes: Readonly<Record<string, Shape>> = {
  'two classes': { estimator: logistic, columns: mixed, classes: ['no', 'yes'] },
  'three classes': { estimator: logistic, columns: mixed, classes: ['high', 'low', 'mid'] },
  'five classes with names of every kind': {
    estimator: logistic,
    columns: { ...mixed, 'größe, "in" cm\n': number(20, 170), 年齢: number(3, 9), "l'âge: #1": cities },
    classes: ['a b', 'a_b', 'a-b', 'é', '🙂'],
  },
  'a class that training never saw': {
    estimator: logistic,
    columns: mixed,
    classes: ['no', 'yes'],
    known: ['maybe', 'no', 'yes'],
  },
  'numbers alone': {
    estimator: logistic,
    columns: { small: number(1e-9, 0), large: number(1e12, -4e14), constant, silent, apart },
    classes: ['-1', '1'],
  },
  'categories alone': {
    estimator: logistic,
    columns: { city: cities, plan: mixed.plan },
    classes: ['b', 'c'],
  },
  'one number': { estimator: logistic, columns: { x: number(1, 0) }, classes: ['no', 'yes'] },
  'one category': { estimator: logistic, columns: { city: cities }, classes: ['no', 'yes', 'other'] },
  'names that the graph has itself': {
    estimator: logistic,
    columns: {
      label: cities,
      probability: number(1, 0),
      design: number(2, 1),
      N: number(1, 1),
      best: cities,
    },
    classes: ['no', 'yes'],
  },
  'the majority of two': { estimator: majority, columns: mixed, classes: ['no', 'yes'] },
  'the majority of three, by one number': {
    estimator: majority,
    columns: { x: number(1, 0) },
    classes: ['p', 'q', 'r'],
  },
};

export interface ModelCase {
  readonly model: FittedModel;
  readonly rows: Frame;
}

export const shapeNames: readonly string[] = Object.keys(shapes);

/** The model of that shape and `size` rows to ask it; the same seed gives the same. */
export function modelCase(name: string, size: number, seed: number): ModelCase {
  const shape = shapes[name];
  if (shape === undefined) throw new TypeError(`no shape "${name}"`);
  const generator = xoroshiro128plus(seed);
  const uniform = () => uniformFloat64(generator);
  const train = drawn(shape, 'train', { size: 400, uniform });
  const features = train.columns.map((column) => ({ name: column.name, kind: column.kind }));
  const schema = { features, classes: shape.known ?? shape.classes };
  const model = shape.estimator.fit(train, schema, { inverseL2: 1 });
  return { model, rows: drawn(shape, 'ask', { size, uniform }) };
}

/** A class leans on the row's cells, so that weights are not all noise. */
function drawn(
  { columns, classes }: Shape,
  use: 'train' | 'ask',
  { size, uniform }: { size: number; uniform: Uniform },
): Frame {
  const cells = Object.entries(columns).map(([name, law]): [string, Cells] => [
    name,
    Array.from({ length: size }, () => law[use](uniform)),
  ]);
  const labels = Array.from({ length: size }, (_, row) => {
    const lean = cells.reduce((sum, [, column]) => sum + (String(column[row]).charCodeAt(0) % 3), 0);
    return uniform() < 0.6 ? (classes[lean % classes.length] ?? null) : one(classes, uniform);
  });
  return frameOf(Object.fromEntries(cells), labels);
}

/** What the product itself says: the label of each row, and the probability of each class by row. */
export function answersOf({ model, rows }: ModelCase): { labels: string[]; probabilities: number[][] } {
  const { classes } = model.schema;
  const { predicted, probabilities } = estimatorOf(model).score(model, rows);
  return {
    labels: Array.from(predicted, (code) => classes[code] ?? ''),
    probabilities: classes.map((_, code) =>
      Array.from({ length: rows.rows }, (_none, row) => probabilities[row * classes.length + code] ?? -1),
    ),
  };
}
