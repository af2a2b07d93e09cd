import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitHoldout, trainingWindows } from '../../../core/retraining/windows.ts';
import { frameOf } from '../estimators/frame-of.ts';

function rows(count: number) {
  const labels = Array.from({ length: count }, (_, row) => (row % 2 === 0 ? 'yes' : 'no'));
  return frameOf({ x: labels.map((_, row) => row) }, labels);
}

const named = (count: number, sinceChange: number | null) =>
  trainingWindows(splitHoldout(rows(count), sinceChange), sinceChange).map((window) => ({
    name: window.name,
    rows: window.rows.rows,
    span: window.span,
  }));

describe('the holdout', () => {
  it('is every third of the newest 600 rows, the newest one included', () => {
    const { holdout, rest } = splitHoldout(rows(1_000), null);
    expect(holdout.rows).toBe(200);
    expect(holdout.ids.at(-1)).toBe('row-999');
    expect(holdout.ids[0]).toBe('row-402');
    expect(rest.rows).toBe(800);
  });

  it('is every third of all where there are fewer', () => {
    expect(splitHoldout(rows(200), null).holdout.rows).toBe(67);
  });

  it('comes from the new regime alone after a change, from 90 rows at least', () => {
    expect(splitHoldout(rows(1_000), 300).holdout.ids[0]).toBe('row-702');
    expect(splitHoldout(rows(1_000), 300).holdout.rows).toBe(100);
    expect(splitHoldout(rows(1_000), 12).holdout.rows).toBe(30);
    expect(splitHoldout(rows(1_000), 5_000).holdout.rows).toBe(200);
  });

  it('never shares a row with what is trained on, and loses none', () => {
    const cases = fc.tuple(fc.integer({ min: 0, max: 1_500 }), fc.option(fc.nat(2_000)));
    fc.assert(
      fc.property(cases, ([count, sinceChange]) => {
        const all = rows(count);
        const split = splitHoldout(all, sinceChange);
        const held = new Set(split.holdout.ids);
        for (const window of trainingWindows(split, sinceChange)) {
          expect(window.rows.ids.some((id) => held.has(id))).toBe(false);
          expect(window.span).toBeLessThanOrEqual(count);
        }
        expect(new Set([...held, ...split.rest.ids])).toEqual(new Set(all.ids));
      }),
      { seed: 1, numRuns: 50 },
    );
  });
});

describe('the training windows', () => {
  it('are the newest 500, the newest 2,000 and all, without those that hold everything', () => {
    expect(named(300, null)).toEqual([{ name: 'all 300', rows: 200, span: 300 }]);
    expect(named(1_000, null)).toEqual([
      { name: 'last 500', rows: 500, span: 700 },
      { name: 'all 1000', rows: 800, span: 1_000 },
    ]);
    expect(named(5_000, null).map(({ name }) => name)).toEqual(['last 500', 'last 2000', 'all 5000']);
  });

  it('have one more after a change that has been seen 200 times', () => {
    expect(named(1_000, 300)[0]).toEqual({ name: 'since the change (300)', rows: 200, span: 300 });
    expect(named(1_000, 199)[0]?.name).toBe('last 500');
    expect(named(1_000, 1_000)[0]?.name).toBe('last 500');
  });

  it('span the newest rows: refitting on the span adds exactly the holdout', () => {
    const all = rows(1_000);
    const split = splitHoldout(all, 300);
    for (const window of trainingWindows(split, 300)) {
      const refitted = all.ids.slice(all.rows - window.span);
      expect(new Set(refitted)).toEqual(new Set([...window.rows.ids, ...split.holdout.ids]));
    }
  });
});
