import { describe, expect, it } from 'vitest';
import { likeFeatures, withFeatures } from '../../../core/frame/align.ts';
import { frameOf } from '../estimators/frame-of.ts';

const frame = frameOf({ size: [1, 2], colour: ['red', 'blue'] }, ['yes', 'no']);

describe('putting columns in order', () => {
  it('finds features by name, in the order they are asked for', () => {
    const { columns } = withFeatures(frame, [
      { name: 'colour', kind: 'categorical' },
      { name: 'size', kind: 'numeric' },
    ]);
    expect(columns).toEqual(frame.columns.toReversed());
  });

  it('leaves out what is not asked for, and nothing else', () => {
    const one = withFeatures(frame, [{ name: 'size', kind: 'numeric' }]);
    expect(one).toEqual({ ...frame, columns: frame.columns.slice(0, 1) });
  });

  it('takes numbers for the names they are spelled as where a category is wanted', () => {
    const { columns } = likeFeatures(
      frameOf({ zip: [75001, Number.NaN, 69001, 75001] }, ['yes', 'no', 'no', 'no']),
      [{ name: 'zip', kind: 'categorical' }],
    );
    expect(columns).toEqual([
      { kind: 'categorical', name: 'zip', codes: Int32Array.of(0, -1, 1, 0), categories: ['75001', '69001'] },
    ]);
    expect(likeFeatures(frame, [{ name: 'colour', kind: 'categorical' }]).columns).toEqual(
      frame.columns.slice(1),
    );
    expect(() => likeFeatures(frame, [{ name: 'colour', kind: 'numeric' }])).toThrow('"colour"');
  });

  it('names the feature that is missing or of the other kind', () => {
    expect(() => withFeatures(frame, [{ name: 'weight', kind: 'numeric' }])).toThrow(/"weight" is missing/);
    expect(() => withFeatures(frame, [{ name: 'colour', kind: 'numeric' }])).toThrow(
      /"colour" is categorical, not numeric/,
    );
  });
});
