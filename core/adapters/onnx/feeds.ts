// Rows as the tensors a model takes.
import type { Tensor } from 'onnxruntime-node';
import type { Column, Frame } from '../../frame/frame.ts';
import type { ColumnInput, InputPlan, NumberType } from './plan.ts';
import { loadRuntime } from './runtime.ts';

type TensorClass = Awaited<ReturnType<typeof loadRuntime>>['Tensor'];

/** Missing numbers are NaN, missing texts empty. The frame has the plan's features in order. */
export async function feedsOf(input: InputPlan, frame: Frame): Promise<Record<string, Tensor>> {
  const { Tensor } = await loadRuntime();
  if (input.kind === 'matrix') return { [input.name]: matrixTensor(Tensor, input.type, frame) };
  const feeds: Record<string, Tensor> = {};
  input.columns.forEach((column, at) => {
    feeds[column.name] = columnTensor(Tensor, column, frame.columns[at]);
  });
  return feeds;
}

function matrixTensor(Tensor: TensorClass, type: 'float32' | 'float64', { rows, columns }: Frame): Tensor {
  const width = columns.length;
  const values = type === 'float32' ? new Float32Array(rows * width) : new Float64Array(rows * width);
  columns.forEach((column, at) => {
    if (column.kind !== 'numeric') throw new TypeError(`"${column.name}" is no number`);
    for (let row = 0; row < rows; row++) values[row * width + at] = column.values[row] as number;
  });
  return new Tensor(type, values, [rows, width]);
}

function columnTensor(Tensor: TensorClass, { name, type, rank }: ColumnInput, column?: Column): Tensor {
  if (column?.kind === 'categorical' && type === 'string') {
    const texts = Array.from(column.codes, (code) => column.categories[code] ?? '');
    return new Tensor('string', texts, dims(texts.length, rank));
  }
  if (column?.kind !== 'numeric' || type === 'string') throw new TypeError(`"${name}" is of the other kind`);
  return new Tensor(type, numbersAs(type, column.values), dims(column.values.length, rank));
}

const dims = (rows: number, rank: 1 | 2) => (rank === 1 ? [rows] : [rows, 1]);

/** An integer has no way to say that it is missing: 0 stands for it. */
function numbersAs(type: NumberType, values: Float64Array) {
  if (type === 'float32') return Float32Array.from(values);
  if (type === 'float64') return Float64Array.from(values);
  const whole = values.map((value) => (Number.isFinite(value) ? Math.round(value) : 0));
  return type === 'int32' ? Int32Array.from(whole) : BigInt64Array.from(whole, BigInt);
}
