import { describe, expect, it } from 'vitest';
import { estimatorOf } from '../../../core/estimators/index.ts';
import { onnx } from '../../../core/estimators/onnx.ts';
import type { Frame } from '../../../core/frame/frame.ts';

const schema = { features: [{ name: 'x', kind: 'numeric' as const }], classes: ['no', 'yes'] };
const model = { estimator: 'onnx', schema, parameters: { file: 'f'.repeat(64) } };
const said = {
  kind: 'categorical',
  name: 'prediction',
  codes: Int32Array.of(2, 0, 1, -1),
  categories: ['yes', 'never heard of', 'no'],
} as const;
const rows: Frame = {
  rows: 4,
  columns: [{ kind: 'numeric', name: 'x', values: Float64Array.of(1, 2, 3, Number.NaN) }],
  ids: ['a', 'b', 'c', 'd'],
  times: new Float64Array(4),
  label: { ...said, codes: new Int32Array(4).fill(-1) },
};

describe('the estimator of ONNX models', () => {
  it('scores rows by the answers that came with them', () => {
    const shares = [Float64Array.of(0.9, 0.2, 0.5, Number.NaN), Float64Array.of(0.1, 0.8, 0.5, Number.NaN)];
    const scores = estimatorOf(model).score(model, {
      ...rows,
      answers: { predicted: said, scores: null, shares },
    });
    expect([...scores.probabilities]).toEqual([0.9, 0.1, 0.2, 0.8, 0.5, 0.5, Number.NaN, Number.NaN]);
    // A class that is none of its own is an answer, silence is none.
    expect([...scores.predicted]).toEqual([0, 1, 2, -1]);
  });

  it('has no probabilities where its model gives labels alone', () => {
    const { probabilities, predicted } = onnx.score(model, {
      ...rows,
      answers: { predicted: said, scores: null },
    });
    expect([...probabilities].every(Number.isNaN)).toBe(true);
    expect([...predicted]).toEqual([0, 1, 2, -1]);
  });

  it('takes rows without answers for a bug, knows nothing of importance, and is never fitted', () => {
    expect(() => onnx.score(model, rows)).toThrow('not answered');
    expect([...onnx.importance(model)]).toEqual([0]);
    expect(() => onnx.fit(rows, schema, { inverseL2: 1 })).toThrow('trained elsewhere');
  });
});
