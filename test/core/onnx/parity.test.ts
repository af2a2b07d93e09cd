// Every kind of model, written as ONNX and run by onnxruntime, says what the product says.
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import type { Frame } from '../../../core/frame/frame.ts';
import { onnxModel } from '../../../core/onnx/model.ts';
import { answersOf, modelCase, shapeNames } from './models.ts';

const tolerance = 1e-9;

interface Output {
  readonly name: string;
  readonly shape: readonly number[];
  readonly cells: readonly (string | number | bigint)[];
}

async function run(bytes: Uint8Array, columns: readonly Tensor[]): Promise<Output[]> {
  const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1 });
  const outputs = await session.run(
    Object.fromEntries(columns.map((column, at) => [session.inputNames[at] ?? '', column])),
  );
  await session.release();
  return Object.entries(outputs).map(([name, { dims, data }]) => ({
    name,
    shape: dims,
    cells: [...data],
  }));
}

/** Columns of a frame as onnxruntime takes them; missing is NaN or an empty text. */
function tensorsOf({ rows, columns }: Frame): Tensor[] {
  const shape = columns.length === 1 ? [rows, 1] : [rows];
  return columns.map((column) =>
    column.kind === 'numeric'
      ? new Tensor('float64', column.values, shape)
      : new Tensor(
          'string',
          Array.from(column.codes, (code) => column.categories[code] ?? ''),
          shape,
        ),
  );
}

describe('a model as ONNX', () => {
  it.each(shapeNames)('answers as the product does: %s', async (name) => {
    for (const seed of [1, 2, 3]) {
      const asked = modelCase(name, 1_000, seed);
      const { bytes, outputs } = onnxModel(asked.model, {});
      const read = await run(bytes, tensorsOf(asked.rows));
      const { labels, probabilities } = answersOf(asked);
      expect(read.map((output) => output.name)).toEqual(outputs.map((output) => output.name));
      expect(read.map(({ shape }) => shape)).toEqual(outputs.map(() => [1_000]));
      expect(read[0]?.cells).toEqual(labels);
      const told = probabilities.length === 2 ? probabilities.slice(1) : probabilities;
      const off = told.map((column, at) => apart(column, read[at + 1]?.cells ?? []));
      expect(Math.max(...off)).toBeLessThan(tolerance);
    }
  });
});

/** The largest difference of two columns; Infinity when they are not of the same length or hold a NaN. */
function apart(ours: readonly number[], theirs: Output['cells']): number {
  if (ours.length !== theirs.length) return Number.POSITIVE_INFINITY;
  const off = ours.map((value, row) => Math.abs(value - Number(theirs[row] ?? Number.NaN)));
  return off.some(Number.isNaN) ? Number.POSITIVE_INFINITY : Math.max(...off);
}
