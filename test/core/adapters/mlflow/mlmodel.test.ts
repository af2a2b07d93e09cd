import { describe, expect, it } from 'vitest';
import { readExample, readModelFile } from '../../../../core/adapters/mlflow/mlmodel.ts';
import { AppError } from '../../../../core/errors.ts';
import { modelFileText } from '../../../fakes/mlflow-registry.ts';

function refusalOf(text: string): AppError {
  try {
    readModelFile(text);
  } catch (cause) {
    if (cause instanceof AppError) return cause;
    throw cause;
  }
  throw new Error('it was read');
}

describe('the MLmodel file', () => {
  it('names the ONNX file, the columns in order, the example', () => {
    const text = modelFileText([
      ['age', 'double'],
      ['plan', 'string'],
    ]);
    expect(readModelFile(text)).toEqual({
      data: 'model.onnx',
      signature: [
        { name: 'age', type: 'double' },
        { name: 'plan', type: 'string' },
      ],
      classes: null,
      example: 'input_example.json',
    });
  });

  it('may name the classes in its metadata', () => {
    const text = 'flavors: {onnx: {data: m.onnx}}\nmetadata: {classes: [no, "yes"]}\n';
    expect(readModelFile(text)).toEqual({
      data: 'm.onnx',
      signature: null,
      classes: ['no', 'yes'],
      example: null,
    });
  });

  it.each([
    ['unnamed tensors', `[{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 3]}}]`],
    ['no JSON', 'age: double'],
  ])('has no signature of %s', (_, inputs) => {
    const text = `flavors: {onnx: {data: m.onnx}}\nsignature:\n  inputs: '${inputs}'\n`;
    expect(readModelFile(text).signature).toBeNull();
  });

  it('of a pickled model is refused with how to convert it', () => {
    const refusal = refusalOf(
      'flavors:\n  python_function: {loader_module: mlflow.sklearn}\n  sklearn: {pickled_model: model.pkl}\n',
    );
    expect(refusal.message).toContain('of flavor sklearn: a pickled model is never loaded');
    expect(refusal.remedy).toMatch(/skl2onnx.*"zipmap": False/);
  });

  it.each([
    ['a way out of its folder', 'flavors: {onnx: {data: ../../secret}}'],
    ['an encoded way out', 'flavors: {onnx: {data: "%2e%2e/secret"}}'],
    ['no flavors', 'a: 1'],
    ['no YAML', 'flavors: [unclosed'],
    ['nothing', ''],
    [
      'a bomb of aliases',
      `a: &a [1,1]\n${'bcdefghijklmnop'
        .split('')
        .map((key, at) => `${key}: &${key} [*${'abcdefghijklmno'[at]}, *${'abcdefghijklmno'[at]}]`)
        .join('\n')}\n`,
    ],
  ])('with %s is refused', (_, text) => {
    expect(refusalOf(text).code).toBe('bad_data');
  });

  it('has an example as columns and rows, or none', () => {
    expect(readExample('{"columns": ["age", "plan"], "data": [[41, "pro"], [30, null]]}')).toEqual([
      { age: 41, plan: 'pro' },
      { age: 30, plan: null },
    ]);
    expect(readExample('[[1, 2]]')).toBeNull();
  });
});
