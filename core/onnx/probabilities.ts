// Each estimator's way from the inputs to a matrix of class probabilities, as ONNX nodes. Pure.
import { AppError } from '../errors.ts';
import { widthOf } from '../estimators/encoder.ts';
import type { FittedModel } from '../estimators/estimator.ts';
import { logistic, logisticParameters } from '../estimators/logistic.ts';
import { majority, majorityParameters } from '../estimators/majority.ts';
import type { GraphBuilder } from './builder.ts';
import { designOf } from './design.ts';

type Export = (graph: GraphBuilder, model: FittedModel, inputs: readonly string[]) => string;

const exports: Readonly<Record<string, Export>> = {
  [logistic.name]: ofLogistic,
  [majority.name]: ofMajority,
};

/**
 * The value [N, classes] with the probability of each of `model.schema.classes`; `inputs` are rank 1, one a feature.
 * @throws AppError `unsupported` for an estimator that is no function of the features
 */
export function probabilitiesOf(graph: GraphBuilder, model: FittedModel, inputs: readonly string[]): string {
  const add = Object.hasOwn(exports, model.estimator) ? exports[model.estimator] : undefined;
  if (add !== undefined) return add(graph, model, inputs);
  throw new AppError('unsupported', `A model of estimator "${model.estimator}" cannot be written as ONNX.`);
}

/** Of two classes the first has no weights: its score is 0. A class that training did not see has probability 0. */
function ofLogistic(graph: GraphBuilder, model: FittedModel, inputs: readonly string[]): string {
  const { encoding, classes, weights } = logisticParameters(model);
  const { value, columns } = designOf(graph, encoding, inputs);
  const all = model.schema.classes.length;
  const intercept = widthOf(encoding) - 1;
  const matrix = new Float64Array(columns.length * all);
  const intercepts = new Float64Array(all).fill(Number.NEGATIVE_INFINITY);
  classes.forEach((code, at) => {
    const own = weights[at - classes.length + weights.length];
    intercepts[code] = own?.[intercept] ?? 0;
    columns.forEach((column, row) => {
      matrix[row * all + code] = own?.[column] ?? 0;
    });
  });
  const scores =
    value === null
      ? onEveryRow(graph, intercepts, inputs)
      : graph.node('scores', 'Gemm', [
          value,
          graph.constant('weights', [columns.length, all], matrix),
          graph.constant('intercepts', [all], intercepts),
        ]);
  return graph.node('probabilities', 'Softmax', [scores], { axis: 1 });
}

function ofMajority(graph: GraphBuilder, model: FittedModel, inputs: readonly string[]): string {
  return onEveryRow(graph, Float64Array.from(majorityParameters(model).shares), inputs);
}

/** The same line for each of the N rows; how many there are is only known from an input. */
function onEveryRow(graph: GraphBuilder, line: Float64Array, [first = '']: readonly string[]): string {
  const rows = graph.node('rows', 'Shape', [first]);
  const width = graph.constant('width', [1], BigInt64Array.of(BigInt(line.length)));
  const shape = graph.node('shape', 'Concat', [rows, width], { axis: 0 });
  return graph.node('lines', 'Expand', [graph.constant('line', [1, line.length], line), shape]);
}
