import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logistic } from '../../../core/estimators/logistic.ts';
import { schemaOf } from '../../../core/frame/frame.ts';
import { onnxModel } from '../../../core/onnx/model.ts';
import { frameOf } from '../estimators/frame-of.ts';
import { graphOf } from './decode.ts';
import { modelCase, shapeNames } from './models.ts';

/** A model of as many columns and classes as there are names. */
function named(features: readonly string[], classes: readonly string[]) {
  const cells = [...classes, ...classes].map((_, row) => (row % 3 === 0 ? 'a' : 'b'));
  const columns = features.map((name, at) => [name, at % 2 === 0 ? cells.map((_, row) => row) : cells]);
  const train = frameOf(Object.fromEntries(columns), [...classes, ...classes]);
  return logistic.fit(train, schemaOf(train), { inverseL2: 1 });
}

describe('a model file', () => {
  it('has a row-wise input a feature, a label, and the probability of the second of two classes', () => {
    const { inputs, outputs, bytes } = onnxModel(modelCase('two classes', 1, 1).model, { watch: 'churn' });
    expect(inputs).toEqual([
      { name: 'age', type: 'double' },
      { name: 'city', type: 'string' },
      { name: 'income', type: 'double' },
      { name: 'plan', type: 'string' },
    ]);
    expect(outputs).toEqual([
      { name: 'label', type: 'string' },
      { name: 'probability', type: 'double' },
    ]);
    const graph = graphOf(bytes);
    expect(graph.inputs).toEqual(inputs.map(({ name }) => name));
    expect(graph.outputs).toEqual(['label', 'probability']);
    expect(graph.metadata).toEqual({ watch: 'churn' });
  });

  it('has a probability for each of more classes, names valid and distinct', () => {
    const { outputs } = onnxModel(modelCase('five classes with names of every kind', 1, 1).model, {});
    expect(outputs.map(({ name }) => name)).toEqual([
      'label',
      'probability_a_b',
      'probability_a_b_2',
      'probability_a-b',
      'probability_é',
      'probability__',
    ]);
  });

  it('leaves features their names, and gives way where an output has the same', () => {
    const { inputs, outputs } = onnxModel(modelCase('names that the graph has itself', 1, 1).model, {});
    expect(inputs.map(({ name }) => name)).toEqual(['label', 'probability', 'design', 'N', 'best']);
    expect(outputs.map(({ name }) => name)).toEqual(['label_2', 'probability_2']);
  });

  it.each(shapeNames)('computes every value once, from values before it: %s', (name) => {
    const { nodes, constants, inputs, outputs } = graphOf(onnxModel(modelCase(name, 1, 1).model, {}).bytes);
    const known = new Set([...inputs, ...constants]);
    expect(known.size).toBe(inputs.length + constants.length);
    for (const node of nodes) {
      expect(node.inputs.filter((input) => !known.has(input))).toEqual([]);
      expect(node.outputs.filter((output) => known.has(output))).toEqual([]);
      for (const output of node.outputs) known.add(output);
    }
    expect(outputs.filter((output) => !known.has(output))).toEqual([]);
    const learning = nodes.filter(({ operator }) => operator === 'OneHotEncoder');
    expect(nodes.filter(({ domain }) => domain === 'ai.onnx.ml')).toEqual(learning);
  });

  it('has distinct names for everything, whatever columns and classes are called', () => {
    const name = fc.oneof(
      fc.string({
        unit: fc.constantFrom('a', 'b', '_', ' ', 'é', '🙂', '\ud83d', '\ud83e', '\0'),
        maxLength: 3,
      }),
      fc.constantFrom('label', 'probability', 'column', 'column_2', 'design', 'classes', 'label_2'),
    );
    const several = (minLength: number) => fc.uniqueArray(name, { minLength, maxLength: 6 });
    fc.assert(
      fc.property(several(1), several(2), (features, classes) => {
        const { bytes, inputs, outputs } = onnxModel(named(features, classes), {});
        const { nodes, constants } = graphOf(bytes);
        const all = [
          ...inputs.map((each) => each.name),
          ...constants,
          ...nodes.flatMap((each) => each.outputs),
        ];
        expect(new Set(all).size).toBe(all.length);
        expect(all).not.toContain('');
        expect(outputs.length).toBe(classes.length === 2 ? 2 : classes.length + 1);
      }),
      { seed: 6, numRuns: 50 },
    );
  });

  it('has the same bytes for the same model', () => {
    const [one, other] = [1, 1].map((seed) => modelCase('three classes', 1, seed).model);
    if (one === undefined || other === undefined) throw new TypeError('no model');
    expect(onnxModel(one, { a: 'b' }).bytes).toEqual(
      onnxModel(JSON.parse(JSON.stringify(other)), { a: 'b' }).bytes,
    );
    expect(onnxModel(one, { a: 'b' }).bytes).not.toEqual(onnxModel(one, { a: 'c' }).bytes);
  });

  it('is refused for a model served elsewhere, and for one without features', () => {
    const schema = { features: [{ name: 'x', kind: 'numeric' as const }], classes: ['no', 'yes'] };
    expect(() => onnxModel({ estimator: 'external', schema, parameters: { scored: true } }, {})).toThrow(
      'A model of estimator "external" cannot be written as ONNX.',
    );
    const { model } = modelCase('two classes', 1, 1);
    expect(() => onnxModel({ ...model, schema: { ...schema, features: [] } }, {})).toThrow(
      'A model without features has no ONNX form.',
    );
  });
});
