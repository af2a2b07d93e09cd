import { describe, expect, it } from 'vitest';
import { heldOut, type Probation } from './probation.ts';
import { generate } from './streams.ts';

const old = {
  served: {
    model: { estimator: 'none', schema: { features: [], classes: [] }, parameters: null },
    reference: generate('SINE1', 1, 1).rows,
    window: 0,
    until: 0,
    baseline: () => ({ errors: 0, rows: 0 }),
  },
  predicted: () => 0,
};
const fresh: Probation = { old, rows: 0, oldWins: 0, newWins: 0 };

function held(rows: number, [newMiss, oldMiss]: [number, number]) {
  let now: ReturnType<typeof heldOut> = fresh;
  for (let row = 0; row < rows && now !== null && now !== 'rolled back'; row++)
    now = heldOut(now, newMiss, oldMiss);
  return now;
}

describe('the probation of a promoted model', () => {
  it('passes after 500 rows on which the two never differ', () => {
    expect(held(499, [1, 1])).toMatchObject({ rows: 499, oldWins: 0, newWins: 0 });
    expect(held(500, [0, 0])).toBeNull();
  });

  it('ends when the old model alone was right on ten rows in a row', () => {
    // Ten: (2.59 + 9.31 + 57.67) / 3 = 23.2 is over 20 already; nine: (2.36 + 7.45 + 38.44) / 3 = 16.1 is not.
    expect(held(9, [1, 0])).toMatchObject({ oldWins: 9 });
    expect(held(10, [1, 0])).toBe('rolled back');
  });
});
