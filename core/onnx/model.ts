// A fitted model as an ONNX file in double precision: the same answers as the estimator's own `score`. Pure.
import { AppError } from '../errors.ts';
import type { FittedModel } from '../estimators/estimator.ts';
import { createBuilder, type GraphBuilder } from './builder.ts';
import { type ElementType, encodeModel, type ValueInfo } from './messages.ts';
import { distinct, inputName, probabilityNames } from './names.ts';
import { probabilitiesOf } from './probabilities.ts';

/** A column of a data frame that goes in, or comes out. */
interface Port {
  readonly name: string;
  readonly type: ElementType;
}

export interface OnnxModel {
  readonly bytes: Uint8Array;
  /** One a feature, in the order of the schema. */
  readonly inputs: readonly Port[];
  /** `label`, then the probabilities. */
  readonly outputs: readonly Port[];
}

/** The dimension that is open: rows. */
const rows = 'N';

/**
 * Inputs: one double or text [N] a feature, under its own name; NaN, infinities, and texts of no category are missing.
 * A model of one feature takes it as [N, 1]: so MLflow's Python hands over the only column of a data frame.
 * Outputs: `label`, text [N]; `probability`, double [N], of the second of two classes, or `probability_<class>` for each
 * of more. Operators: ai.onnx 17, ai.onnx.ml 3.
 * @throws AppError `unsupported` for an estimator that has no ONNX form, and for a model without a feature
 */
export function onnxModel(model: FittedModel, metadata: Readonly<Record<string, string>>): OnnxModel {
  const { features, classes } = model.schema;
  if (features.length === 0) throw new AppError('unsupported', 'A model without features has no ONNX form.');
  const taken = new Set<string>();
  const shape = features.length === 1 ? [rows, 1] : [rows];
  const inputs = features.map(({ name, kind }): ValueInfo => {
    const type = kind === 'numeric' ? 'double' : 'string';
    return { name: inputName(name, taken), type, shape };
  });
  const label: ValueInfo = { name: distinct('label', taken), type: 'string', shape: [rows] };
  const shares = probabilityNames(classes, taken);

  const graph = createBuilder(inputs, taken);
  const probabilities = probabilitiesOf(graph, model, ofRankOne(graph, inputs));
  // Of equal probabilities the first wins, as in `score`.
  const best = graph.node('best', 'ArgMax', [probabilities], { axis: 1, keepdims: 0 });
  graph.output(label, 'Gather', [graph.constant('classes', [classes.length], classes), best]);
  const outputs = [label];
  for (const [code, name] of shares) {
    const output: ValueInfo = { name, type: 'double', shape: [rows] };
    const place = graph.constant('place', [], BigInt64Array.of(BigInt(code)));
    graph.output(output, 'Gather', [probabilities, place], { axis: 1 });
    outputs.push(output);
  }
  const file = { producer: 'vigie', graph: graph.graph(model.estimator), metadata };
  return { bytes: encodeModel(file), inputs: inputs.map(port), outputs: outputs.map(port) };
}

function ofRankOne(graph: GraphBuilder, inputs: readonly ValueInfo[]): string[] {
  const [only, ...others] = inputs.map(({ name }) => name);
  if (only === undefined || others.length > 0) return inputs.map(({ name }) => name);
  const axis = graph.constant('only_axis', [1], BigInt64Array.of(1n));
  return [graph.node('only', 'Squeeze', [only, axis])];
}

function port({ name, type }: ValueInfo): Port {
  return { name, type };
}
