// A model's encoding as ONNX nodes: the columns of estimators/encoder.ts, number for number. Pure.
import { columnsIn, type Encoding, standardLimit } from '../estimators/encoder.ts';
import type { GraphBuilder } from './builder.ts';
import { elementCode } from './messages.ts';

export interface Design {
  /** The matrix [N, columns]; null when no feature has a column. */
  readonly value: string | null;
  /** For each of its columns, the column of the encoder's design matrix that it is. */
  readonly columns: readonly number[];
}

/** A feature with its input, rank 1, and the first of its columns in the encoder's design matrix. */
interface Placed {
  readonly feature: Encoding[number];
  readonly input: string;
  readonly start: number;
}

/** Numbers first, all in one matrix, then the indicators of each category; `inputs` are rank 1, one a feature. */
export function designOf(graph: GraphBuilder, encoding: Encoding, inputs: readonly string[]): Design {
  let start = 0;
  const placed = encoding.map((feature, at): Placed => {
    const place = { feature, input: inputs[at] ?? '', start };
    start += columnsIn(feature);
    return place;
  });
  const numbers = placed.filter(({ feature }) => feature.kind === 'numeric');
  // A column that had no category in training has none to recognise.
  const categories = placed.filter(({ feature }) => feature.kind === 'categorical' && columnsIn(feature) > 0);
  const parts = [
    ...(numbers.length > 0 ? [standardised(graph, numbers)] : []),
    ...categories.map((category) => indicators(graph, category)),
  ];
  const columns = [...numbers, ...categories].flatMap(({ feature, start: first }) =>
    Array.from({ length: columnsIn(feature) }, (_, at) => first + at),
  );
  return { value: parts.length > 0 ? graph.node('design', 'Concat', parts, { axis: 1 }) : null, columns };
}

/** (x - mean) / deviation within the limit; 0 for what is missing, infinite, or in a column that was constant. */
function standardised(graph: GraphBuilder, numbers: readonly Placed[]): string {
  const kept = numbers.map(({ feature }) =>
    feature.kind === 'numeric' ? feature : { mean: Number.NaN, deviation: Number.NaN },
  );
  const axis = graph.constant('column_axis', [1], BigInt64Array.of(1n));
  const scalar = (name: string, value: number) => graph.constant(name, [], Float64Array.of(value));
  const means = graph.constant(
    'means',
    [kept.length],
    Float64Array.from(kept, ({ mean }) => mean),
  );
  // As the encoder does it: what is divided by Infinity is 0.
  const units = Float64Array.from(kept, ({ deviation }) => (deviation > 0 ? deviation : Infinity));
  const deviations = graph.constant('deviations', [kept.length], units);

  const columns = numbers.map(({ input }) => graph.node('column', 'Unsqueeze', [input, axis]));
  const values = graph.node('numbers', 'Concat', columns, { axis: 1 });
  const centred = graph.node('centred', 'Sub', [values, means]);
  const scaled = graph.node('scaled', 'Div', [centred, deviations]);
  const limits = [scalar('least', -standardLimit), scalar('most', standardLimit)];
  const within = graph.node('within', 'Clip', [scaled, ...limits]);
  const infinite = graph.node('infinite', 'IsInf', [values]);
  const nothing = graph.node('nothing', 'IsNaN', [scaled]);
  const missing = graph.node('missing', 'Or', [infinite, nothing]);
  return graph.node('standardised', 'Where', [missing, scalar('zero', 0), within]);
}

/** 1 for the category it is, zeros for any other text, the empty one included. */
function indicators(graph: GraphBuilder, { feature, input }: Placed): string {
  const categories = feature.kind === 'categorical' ? feature.categories : [];
  const single = graph.node('found', 'OneHotEncoder', [input], { cats_strings: categories, zeros: 1 });
  return graph.node('indicators', 'Cast', [single], { to: elementCode('double') });
}
