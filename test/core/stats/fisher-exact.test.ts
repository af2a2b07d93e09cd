import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsDiffer, fisherDiffer, fisherMore } from '../../../core/stats/fisher-exact.ts';

function choose(n: number, k: number): number {
  let product = 1;
  for (let i = 1; i <= k; i++) product = (product * (n - k + i)) / i;
  return product;
}

/** By definition: of all ways to deal the pooled rows into two samples, the share with at least as many hits. */
function byCounting(reference: { hits: number; rows: number }, current: { hits: number; rows: number }) {
  const hits = reference.hits + current.hits;
  const all = reference.rows + current.rows;
  let ways = 0;
  for (let k = current.hits; k <= Math.min(hits, current.rows); k++) {
    if (current.rows - k <= all - hits) ways += choose(hits, k) * choose(all - hits, current.rows - k);
  }
  return ways / choose(all, current.rows);
}

const share = (hits: number, rows: number) => ({ hits, rows });

describe('the exact test of two shares', () => {
  it("gives Fisher's answer to the lady tasting tea", () => {
    // Three of four cups right: (16 + 1) / 70.
    expect(fisherMore(share(1, 4), share(3, 4))).toBeCloseTo(17 / 70, 14);
    expect(fisherMore(share(0, 4), share(4, 4))).toBeCloseTo(1 / 70, 14);
    expect(fisherDiffer(share(1, 4), share(3, 4))).toBeCloseTo(34 / 70, 14);
  });

  it('is 1 where nothing could be learned', () => {
    expect(fisherMore(share(0, 10), share(0, 5))).toBe(1);
    expect(fisherMore(share(10, 10), share(5, 5))).toBe(1);
    expect(fisherMore(share(0, 0), share(3, 3))).toBe(1);
    expect(fisherMore(share(3, 3), share(0, 0))).toBe(1);
  });

  it('equals the count of all deals', () => {
    const small = fc.tuple(fc.nat(12), fc.nat(12), fc.nat(12), fc.nat(12));
    fc.assert(
      fc.property(small, ([a, b, c, d]) => {
        const [reference, current] = [share(a, a + b), share(c, c + d)];
        const expected = byCounting(reference, current);
        expect(Math.abs(fisherMore(reference, current) - expected)).toBeLessThan(1e-12 + 1e-10 * expected);
      }),
      { seed: 1 },
    );
  });

  it('keeps its digits far out in the tail', () => {
    // One deal of choose(2050, 50): all 50 hits fall into the 50 rows.
    let expected = 0;
    for (let i = 1; i <= 50; i++) expected += Math.log(i / (2_000 + i));
    const p = fisherMore(share(0, 2_000), share(50, 50));
    expect(Math.log(p) / expected).toBeCloseTo(1, 10);
  });

  it('answers for millions of rows as scipy does, on either side of the mean', () => {
    // scipy.stats.hypergeom.sf (1.17), itself good to eight digits here.
    const million = 1_000_000;
    expect(fisherMore(share(100_000, million), share(101_000, million))).toBeCloseTo(0.0094004031, 9);
    expect(fisherMore(share(300_000, million), share(299_000, million))).toBeCloseTo(0.93886479, 8);
    expect(fisherMore(share(2_000, 20_000), share(1_700, 20_000))).toBeCloseTo(0.999999898732, 11);
  });

  it('calls a share that fell by far no larger one, though the chance of its very hits is too small for a number', () => {
    expect(fisherMore(share(10_000, 20_000), share(5_000, 20_000))).toBe(1);
  });

  it('judges one row of a share never seen before as what it is: one chance in 51', () => {
    // Chi-square calls this 1.5e-12.
    expect(fisherDiffer(share(0, 2_500), share(1, 50))).toBeCloseTo((2 * 50) / 2_550, 12);
  });

  it('finds a share that fell as well as one that rose', () => {
    const [high, low] = [share(40, 100), share(5, 100)];
    expect(fisherDiffer(high, low)).toBeCloseTo(fisherDiffer(low, high), 14);
    expect(fisherDiffer(high, low)).toBeLessThan(1e-8);
  });

  it('refuses what is no share', () => {
    expect(() => fisherMore(share(3, 2), share(0, 1))).toThrow();
    expect(() => fisherMore(share(0.5, 2), share(0, 1))).toThrow();
  });
});

describe('the exact test of many cells', () => {
  const cells = (...counts: number[]) => Uint32Array.from(counts);

  it('is the test of the one share when there are two cells', () => {
    expect(cellsDiffer(cells(30, 70), cells(50, 50))).toBe(fisherDiffer(share(30, 100), share(50, 100)));
  });

  it('pays for every cell it looks at, but not for empty ones', () => {
    const least = fisherDiffer(share(10, 100), share(40, 100));
    expect(cellsDiffer(cells(10, 60, 30), cells(40, 40, 20))).toBeCloseTo(3 * least, 14);
    expect(cellsDiffer(cells(10, 0, 60, 30), cells(40, 0, 40, 20))).toBeCloseTo(3 * least, 14);
  });

  it('is 1 for cells that are all alike, all in one, or empty', () => {
    expect(cellsDiffer(cells(10, 20, 30), cells(10, 20, 30))).toBe(1);
    expect(cellsDiffer(cells(10, 0), cells(5, 0))).toBe(1);
    expect(cellsDiffer(cells(0, 0), cells(0, 0))).toBe(1);
  });

  it('sees a cell that was never there before', () => {
    expect(cellsDiffer(cells(500, 500, 0), cells(40, 45, 15))).toBeLessThan(1e-10);
  });
});
