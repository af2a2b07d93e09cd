import { describe, expect, it } from 'vitest';
import { decodeFrame, encodeFrame, snapshotOf } from '../../../core/frame/codec.ts';
import { concatFrames, lastRows } from '../../../core/frame/frame.ts';
import { grown } from '../../../core/frame/grow.ts';
import { frameOf } from '../estimators/frame-of.ts';

const before = frameOf({ x: [1, 2, 3], colour: ['red', 'blue', 'red'] }, ['no', 'yes', null]);
const after = frameOf({ x: [4, null], colour: ['green', 'red'] }, ['yes', 'maybe']);
const features = before.columns.map(({ name, kind }) => ({ name, kind }));
const reference = encodeFrame(before);

describe('a grown reference', () => {
  it('is the rows it had and those that join it, in the order they came', () => {
    const made = grown({ reference, rows: after, features, most: 100 });
    expect(made).toEqual({ ...snapshotOf(concatFrames(before, after)), rows: 5 });
  });

  it('keeps the newest rows where there are too many', () => {
    const { bytes, rows } = grown({ reference, rows: after, features, most: 3 });
    expect(rows).toBe(3);
    expect(decodeFrame(bytes).columns).toEqual(lastRows(concatFrames(before, after), 3).columns);
  });

  it('finds its columns by name', () => {
    const turned = encodeFrame({ ...before, columns: before.columns.toReversed() });
    expect(grown({ reference: turned, rows: after, features, most: 100 })).toMatchObject({
      sha256: snapshotOf(concatFrames(before, after)).sha256,
    });
  });
});
