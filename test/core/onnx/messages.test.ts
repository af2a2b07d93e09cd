// The model that test/vectors/onnx-model.py builds with the onnx package, byte for byte.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { encodeModel, type ModelFile } from '../../../core/onnx/messages.ts';

const { tiny }: { tiny: string } = JSON.parse(readFileSync('test/vectors/onnx-model.json', 'utf8'));

const node = (operator: string, inputs: string[], output: string, attributes = {}) => ({
  operator,
  inputs,
  outputs: [output],
  attributes,
});

const file: ModelFile = {
  producer: 'vigie',
  graph: {
    name: 'tiny',
    nodes: [
      node('OneHotEncoder', ['ville'], 'found', { zeros: 1, cats_strings: ['Paris', '東京'] }),
      node('Cast', ['found'], 'design', { to: 11 }),
      node('Gemm', ['design', 'weights'], 'scores'),
      node('ArgMax', ['scores'], 'best', { keepdims: 0, axis: 1 }),
      node('Gather', ['classes', 'best'], 'label'),
      node('Gather', ['scores', 'place'], 'score', { axis: 1 }),
    ],
    constants: [
      { name: 'weights', shape: [2, 2], values: Float64Array.of(0.1, -2.5, 1e300, Number.NEGATIVE_INFINITY) },
      { name: 'classes', shape: [2], values: ['non', 'été'] },
      { name: 'place', shape: [], values: BigInt64Array.of(-1n) },
    ],
    inputs: [{ name: 'ville', type: 'string', shape: ['N', 1] }],
    outputs: [
      { name: 'label', type: 'string', shape: ['N'] },
      { name: 'score', type: 'double', shape: ['N'] },
    ],
  },
  metadata: { watch: 'churn', empty: '' },
};

it('writes the bytes that the onnx package writes', () => {
  expect(Buffer.from(encodeModel(file)).toString('base64')).toBe(tiny);
});
