import { describe, expect, it } from 'vitest';
import { sliceEnds } from '../../../core/evidence/slices.ts';
import { frameOf } from '../estimators/frame-of.ts';

const minute = 60_000;

/** Rows at these minutes; null = no time. */
function at(...minutes: (number | null)[]) {
  const frame = frameOf(
    { x: minutes.map(() => 1) },
    minutes.map(() => null),
  );
  return { ...frame, times: Float64Array.from(minutes, (one) => (one === null ? Number.NaN : one * minute)) };
}

describe('the slices of a backlog', () => {
  it('are none for no rows', () => {
    expect(sliceEnds(at(), 2)).toEqual([]);
  });

  it('are one cadence of event time each, counted from the first row', () => {
    expect(sliceEnds(at(1, 1.5, 2.9, 3, 4.9, 5, 9), 2)).toEqual([3, 5, 6, 7]);
  });

  it('are one for the rows of an ordinary patrol', () => {
    expect(sliceEnds(at(7.3, 8, 9.2), 2)).toEqual([3]);
  });

  it('keep a row that is late, or has no time, in the slice it arrived in', () => {
    expect(sliceEnds(at(0, 5, 1, null, 5.5, 6), 2)).toEqual([1, 5, 6]);
    expect(sliceEnds(at(null, null, 0, 2), 2)).toEqual([2, 3, 4]);
  });

  it('are a hundred rows each where no row has a time', () => {
    expect(sliceEnds(at(...Array<null>(250).fill(null)), 2)).toEqual([100, 200, 250]);
    expect(sliceEnds(at(...Array<null>(100).fill(null)), 2)).toEqual([100]);
  });
});
