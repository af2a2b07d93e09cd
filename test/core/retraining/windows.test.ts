import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  faded,
  type Past,
  refitRows,
  splitHoldout,
  trainingWindows,
} from '../../../core/retraining/windows.ts';
import { frameOf } from '../estimators/frame-of.ts';

function rows(count: number) {
  const labels = Array.from({ length: count }, (_, row) => (row % 2 === 0 ? 'yes' : 'no'));
  return frameOf({ x: labels.map((_, row) => row) }, labels);
}

const since = (sinceChange: number | null): Past => ({ sinceChange, champion: null });
const named = (count: number, sinceChange: number | null, champion: Past['champion'] = null) =>
  trainingWindows(splitHoldout(rows(count), sinceChange), { sinceChange, champion }).map((window) => ({
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
        for (const window of trainingWindows(split, since(sinceChange))) {
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
    expect(named(5_000, null).map(({ name }) => name)).toEqual([
      'last 500',
      'last 2000',
      'half-life 1000',
      'all 5000',
    ]);
  });

  it('have one more after a change that has been seen 200 times', () => {
    expect(named(1_000, 300)[0]).toEqual({ name: 'since the change (300)', rows: 200, span: 300 });
    expect(named(1_000, 199)[0]?.name).toBe('last 500');
    expect(named(1_000, 1_000)[0]?.name).toBe('last 500');
  });

  it("have the champion's own with what came since, once that is twice the rows", () => {
    const grown = { name: 'continued 900', rows: 700, span: 900 };
    expect(named(1_000, null, { window: 900, since: 450 })[0]).toEqual(grown);
    expect(named(1_000, null, { window: 900, since: 449 })[0]?.name).toBe('last 500');
  });

  it("call all rows the champion's own where its window began before them", () => {
    const windows = trainingWindows(splitHoldout(rows(1_000), null), {
      sinceChange: null,
      champion: { window: 1_000, since: 800 },
    });
    expect(windows.map(({ name, continued }) => [name, continued])).toEqual([
      ['last 500', undefined],
      ['all 1000', true],
    ]);
  });

  it('span the newest rows: refitting on the span adds exactly the holdout', () => {
    const all = rows(1_000);
    const split = splitHoldout(all, 300);
    for (const window of trainingWindows(split, since(300))) {
      const refitted = refitRows(all, window).ids;
      expect(refitted).toEqual(all.ids.slice(all.rows - window.span));
      expect(new Set(refitted)).toEqual(new Set([...window.rows.ids, ...split.holdout.ids]));
    }
  });
});

describe('rows that count half after every 1,000', () => {
  const kept = faded(rows(8_000), 1_000);
  const ages = kept.ids.map((id) => 7_999 - Number(id.replace('row-', '')));
  const among = (from: number, to: number) => ages.filter((age) => age >= from && age < to).length;

  it('are kept by the chance of their weight: 1000 / ln 2 = 1443 of them, less the tail, half of each older thousand', () => {
    // The integral of 2^(-age / 1000): 1442.7 (1 - 2^-8) = 1437 in all, 721 of the newest thousand, 361 of the next.
    expect(kept.rows).toBeGreaterThan(1_430);
    expect(kept.rows).toBeLessThan(1_444);
    expect(among(0, 1_000)).toBeGreaterThan(717);
    expect(among(0, 1_000)).toBeLessThan(725);
    expect(among(1_000, 2_000)).toBeGreaterThan(357);
    expect(among(1_000, 2_000)).toBeLessThan(365);
  });

  it('stay in their order, and in step with no pattern: of two classes in turn each keeps its half', () => {
    expect(ages).toEqual([...ages].sort((one, other) => other - one));
    const ones = kept.label.codes.reduce((sum, code) => sum + code, 0);
    expect(Math.abs(ones / kept.rows - 0.5)).toBeLessThan(0.01);
  });

  it.each([1, 7, 100, 3_000])(
    'are, of 50,000 rows and with %d instead, those that a look at each of them finds',
    (halfLife) => {
      const all = rows(50_000);
      const found = all.ids.filter((_, row) => {
        const age = all.rows - 1 - row;
        return ((age * (Math.sqrt(5) - 1)) / 2) % 1 < 0.5 ** (age / halfLife);
      });
      expect(faded(all, halfLife).ids).toEqual(found);
    },
  );
});
