// How rows become a foreign model's inputs, and its outputs labels and probabilities. Pure.
// The usual exports are understood: skl2onnx (one matrix, or one input a column), onnxmltools (XGBoost, LightGBM), and
// our own (`label`, `probability` or one `probability_<class>` each).
import type { InferenceSession } from 'onnxruntime-node';
import { AppError } from '../../errors.ts';
import type { ModelColumn } from '../../foreign.ts';
import type { Feature } from '../../frame/frame.ts';

const numberTypes = ['float32', 'float64', 'int32', 'int64'] as const;
export type NumberType = (typeof numberTypes)[number];

export interface ColumnInput {
  /** Of the model's input, which is the feature's. */
  readonly name: string;
  readonly type: NumberType | 'string';
  /** [N] or [N, 1]. */
  readonly rank: 1 | 2;
}

export type InputPlan =
  | { readonly kind: 'matrix'; readonly name: string; readonly type: 'float32' | 'float64' }
  | { readonly kind: 'columns'; readonly columns: readonly ColumnInput[] };

export interface OutputPlan {
  /** Integers or texts, one a row. */
  readonly label: string | null;
  readonly probabilities:
    | { readonly kind: 'matrix'; readonly name: string; readonly classes: number | null }
    /** Of the second of two classes. */
    | { readonly kind: 'vector'; readonly name: string }
    | { readonly kind: 'each'; readonly names: readonly string[]; readonly classes: readonly string[] }
    | null;
}

export interface OnnxPlan {
  readonly features: readonly Feature[];
  readonly input: InputPlan;
  readonly output: OutputPlan;
}

type Metadata = Pick<InferenceSession, 'inputMetadata' | 'outputMetadata'>;
type Meta = InferenceSession.ValueMetadata;
type TensorMeta = InferenceSession.TensorValueMetadata;

/** @throws AppError `bad_data` for a model that is none of these shapes */
export function planOf(session: Metadata, signature: readonly ModelColumn[] | null): OnnxPlan {
  const { features, input } = inputsOf(session.inputMetadata, signature);
  return { features, input, output: outputsOf(session.outputMetadata) };
}

function inputsOf(
  inputs: readonly Meta[],
  signature: readonly ModelColumn[] | null,
): Pick<OnnxPlan, 'features' | 'input'> {
  const [first] = inputs;
  if (inputs.length === 1 && first !== undefined && widthOf(first) !== 1) return matrixOf(first, signature);
  const columns = inputs.map(columnOf);
  const byName = new Map(columns.map((column) => [column.name, column]));
  const names = signature?.map(({ name }) => name) ?? columns.map(({ name }) => name);
  const unknown = names.filter((name) => !byName.has(name));
  if (unknown.length > 0 || names.length !== columns.length)
    throw unfit(
      `its inputs are ${columns.map(({ name }) => name).join(', ')}, the signature's columns ${names.join(', ')}`,
      'Log the model with a signature whose columns are the inputs of the ONNX file.',
    );
  const ordered = names.flatMap((name) => byName.get(name) ?? []);
  const features = ordered.map(({ name, type }): Feature => ({ name, kind: kindOf(type) }));
  return { features, input: { kind: 'columns', columns: ordered } };
}

function matrixOf(
  meta: Meta,
  signature: readonly ModelColumn[] | null,
): Pick<OnnxPlan, 'features' | 'input'> {
  const { name, type, shape } = tensor(meta, 'input');
  if (type !== 'float32' && type !== 'float64')
    throw unfit(`its input "${name}" takes ${type}`, 'Export it with FloatTensorType([None, FEATURES]).');
  if (signature === null)
    throw unfit(
      `nothing says which columns its input "${name}" takes`,
      'Log it with a signature of named columns: infer_signature(DataFrame, ...).',
    );
  const texts = signature.filter((column) => kindOf(column.type) === 'categorical');
  if (texts.length > 0)
    throw unfit(
      `its one input takes numbers, but ${texts.map((column) => column.name).join(', ')} hold texts`,
      'Export it with one input a column.',
    );
  const width = shape[1];
  if (typeof width === 'number' && width !== signature.length)
    throw unfit(
      `its input takes ${width} columns, the signature has ${signature.length}`,
      'Log the model with the signature of the data it was exported for.',
    );
  const features = signature.map((column): Feature => ({ name: column.name, kind: 'numeric' }));
  return { features, input: { kind: 'matrix', name, type } };
}

/** Columns of an input of rank 2; 1 of one of rank 1; null where it is not said. */
function widthOf(meta: Meta): number | null {
  const { shape } = tensor(meta, 'input');
  const width = shape.length === 1 ? 1 : shape[1];
  return typeof width === 'number' ? width : null;
}

function columnOf(meta: Meta): ColumnInput {
  const { name, type, shape } = tensor(meta, 'input');
  const number = numberTypes.find((known) => known === type);
  const rank = shape.length;
  const wide = rank === 2 && shape[1] !== 1;
  if ((number === undefined && type !== 'string') || (rank !== 1 && rank !== 2) || wide)
    throw unfit(
      `its input "${name}" takes ${type} of shape [${shape.join(', ')}]`,
      'Give every input one column: [N] or [N, 1] of float, double, integer or string.',
    );
  return { name, type: number ?? 'string', rank };
}

/** Of an ONNX type, or of MLflow's. */
function kindOf(type: string): Feature['kind'] {
  if (['float', 'double', 'integer', 'long', ...numberTypes].includes(type)) return 'numeric';
  if (type === 'string') return 'categorical';
  throw unfit(`a column of type ${type} cannot be given to it`, 'Use numbers and texts.');
}

function outputsOf(outputs: readonly Meta[]): OutputPlan {
  const tensors = outputs.filter((meta): meta is TensorMeta => meta.isTensor);
  const label = tensors.find(({ type }) => type === 'string' || type === 'int64' || type === 'int32');
  const floats = tensors.filter(({ type }) => type === 'float32' || type === 'float64');
  const probabilities = probabilitiesOf(floats);
  if (label === undefined && probabilities === null)
    throw unfit(
      `of its outputs ${outputs.map(({ name }) => name).join(', ')} none can be read`,
      'Export the classifier without ZipMap: to_onnx(model, X, options={"zipmap": False}).',
    );
  return { label: label?.name ?? null, probabilities };
}

const each = /^probability_(.+)$/;

function probabilitiesOf(floats: readonly TensorMeta[]): OutputPlan['probabilities'] {
  const named = floats.filter(({ name }) => each.test(name));
  if (named.length > 1) {
    const names = named.map(({ name }) => name);
    return { kind: 'each', names, classes: names.map((name) => each.exec(name)?.[1] ?? name) };
  }
  const found = floats.find(({ name }) => name.includes('prob')) ?? floats[0];
  if (found === undefined) return null;
  const { name, shape } = found;
  const width = shape[1];
  if (shape.length === 1 || (shape.length === 2 && width === 1)) return { kind: 'vector', name };
  return { kind: 'matrix', name, classes: typeof width === 'number' ? width : null };
}

function tensor(meta: Meta, role: string): TensorMeta {
  if (meta.isTensor) return meta;
  throw unfit(`its ${role} "${meta.name}" is no tensor`, 'Export it with tensors only.');
}

export function unfit(why: string, remedy: string): AppError {
  return new AppError('bad_data', `The ONNX model cannot be served: ${why}.`, { remedy });
}
