// The statistics that skip most of the values, against the plain way: every value, one after the other.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildCells, type Cells, countCells } from '../../../core/stats/cells.ts';
import { kolmogorovSmirnov } from '../../../core/stats/kolmogorov-smirnov.ts';
import { sortedFinite } from '../../../core/stats/sorted-sample.ts';
import { wasserstein } from '../../../core/stats/wasserstein.ts';
import { drawn, laws } from './samples.ts';

/** Merges two sorted samples: both distances, by their definitions. */
function merged(a: Float64Array, b: Float64Array): { ks: number; w1: number } {
  const points = [...new Set([...a, ...b])].sort((x, y) => x - y);
  let [i, j, ks, w1] = [0, 0, 0, 0];
  points.forEach((x, at) => {
    while ((a[i] ?? Number.NaN) <= x) i++;
    while ((b[j] ?? Number.NaN) <= x) j++;
    const gap = Math.abs(i * b.length - j * a.length) / (a.length * b.length);
    ks = Math.max(ks, gap);
    w1 += gap * ((points[at + 1] ?? x) - x);
  });
  return { ks, w1 };
}

/** Where each row goes, one row after the other. */
function counted(cells: Cells, values: Float64Array): number[] {
  if (cells.kind === 'categories') throw new TypeError('numbers only');
  const known = cells.kind === 'quantiles' ? cells.edges : cells.values;
  const counts = new Array<number>(known.length + 2).fill(0);
  for (const x of values) {
    const inside = cells.kind === 'quantiles' ? known.filter((edge) => edge <= x).length : known.indexOf(x);
    const cell = Number.isFinite(x) ? (inside < 0 ? known.length : inside) : known.length + 1;
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return counts;
}

const size = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 41, max: 1_500 }));
const law = fc.constantFrom(...Object.keys(laws));
/** The second sample comes from the same law, moved a little or not at all. */
const twoSamples = fc
  .record({
    law,
    n: size,
    m: size,
    seed: fc.integer(),
    same: fc.boolean(),
    factor: fc.constantFrom(1, 1, 1.1),
  })
  .map(({ law, n, m, seed, same, factor }) => {
    const draw = laws[law] ?? (() => 0);
    const reference = drawn(draw, n, seed);
    return [reference, drawn(draw, same ? n : m, seed + 1).map((x) => x * factor)] as const;
  })
  .filter((samples) => samples.every((values) => values.every(Number.isFinite)));
const seeded = { seed: 20_260_601, numRuns: 500 };

describe('statistics of sorted samples', () => {
  it('are those of a plain merge: Kolmogorov-Smirnov exactly, Wasserstein but for roundings', () => {
    fc.assert(
      fc.property(twoSamples, ([reference, current]) => {
        const [a, b] = [sortedFinite(reference).values, sortedFinite(current).values];
        const { ks, w1 } = merged(a, b);
        expect(kolmogorovSmirnov(a, b).value).toBe(ks);
        const scale = Math.max(...a.map(Math.abs), ...b.map(Math.abs));
        const { value } = wasserstein(a, b);
        // Beyond, the standard deviation overflows and there is no answer.
        expect(value !== null || scale > 1e150).toBe(true);
        expect(Math.abs((value?.distance ?? w1) - w1)).toBeLessThanOrEqual(
          1e-12 * scale + 40 * Number.MIN_VALUE,
        );
      }),
      seeded,
    );
  });

  it('find the gap of samples that take turns, of a sample with itself and of samples apart', () => {
    const ramp = (rows: number, start: number) =>
      Float64Array.from({ length: rows }, (_, at) => start + 2 * at);
    expect(kolmogorovSmirnov(ramp(3_000, 0), ramp(3_000, 1)).value).toBe(1 / 3_000);
    expect(kolmogorovSmirnov(ramp(3_000, 0), ramp(3_000, 0)).value).toBe(0);
    expect(kolmogorovSmirnov(ramp(3_000, 0), ramp(200, 6_001)).value).toBe(1);
    expect(kolmogorovSmirnov(ramp(1, 5), ramp(4_000, 0)).value).toBe(1 - 3 / 4_000);
  });

  it('count the rows of every cell as a look at each row does', () => {
    const gaps = fc.array(fc.constantFrom(Number.NaN, Infinity, -Infinity, 0, -0), { maxLength: 20 });
    fc.assert(
      fc.property(twoSamples, gaps, ([reference, current], holes) => {
        const cells = buildCells({ kind: 'numeric', values: reference });
        const values = Float64Array.from([...current, ...holes]);
        expect([...countCells(cells, { kind: 'numeric', values })]).toEqual(counted(cells, values));
      }),
      seeded,
    );
  });
});
