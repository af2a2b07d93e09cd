import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildCells, countCells } from '../../../core/stats/cells.ts';
import { chiSquare } from '../../../core/stats/chi-square.ts';
import type { StatsColumn } from '../../../core/stats/column.ts';
import { featureEffect } from '../../../core/stats/feature-effect.ts';
import { jensenShannon } from '../../../core/stats/jensen-shannon.ts';
import { kolmogorovSmirnov } from '../../../core/stats/kolmogorov-smirnov.ts';
import { ksPValue } from '../../../core/stats/ks-p-value.ts';
import { kullbackLeibler } from '../../../core/stats/kullback-leibler.ts';
import { mannWhitneyAuc } from '../../../core/stats/mann-whitney.ts';
import type { Measure } from '../../../core/stats/measure.ts';
import { psi } from '../../../core/stats/psi.ts';
import { poolSmallCells } from '../../../core/stats/small-cells.ts';
import { sortedFinite } from '../../../core/stats/sorted-sample.ts';
import { totalVariation } from '../../../core/stats/total-variation.ts';
import { wasserstein } from '../../../core/stats/wasserstein.ts';

const seeded = { seed: 20_260_501, numRuns: 300 };

const sorted = (values: readonly number[]) => sortedFinite(Float64Array.from(values)).values;

/** Whole numbers: monotone maps of them stay exact. */
const sample = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 60 });

const anyNumeric: fc.Arbitrary<StatsColumn> = fc
  .array(fc.oneof(fc.double(), fc.integer({ min: 0, max: 3 }), fc.constant(Number.NaN)), { maxLength: 80 })
  .map((values) => ({ kind: 'numeric', values: Float64Array.from(values) }));

const anyCategorical: fc.Arbitrary<StatsColumn> = fc
  .array(fc.string({ maxLength: 1 }), { minLength: 1, maxLength: 30 })
  .chain((categories) =>
    fc
      .array(fc.integer({ min: -1, max: categories.length - 1 }), { maxLength: 80 })
      .map((codes) => ({ kind: 'categorical' as const, codes: Int32Array.from(codes), categories })),
  );

const twoColumns = fc.oneof(fc.tuple(anyNumeric, anyNumeric), fc.tuple(anyCategorical, anyCategorical));

/** Two rows of counts over the same cells, each with at least one row. */
const twoCounts = fc
  .array(fc.tuple(fc.nat(500), fc.nat(500)), { minLength: 1, maxLength: 30 })
  .filter((pairs) => pairs.some(([a]) => a > 0) && pairs.some(([, b]) => b > 0))
  .map((pairs) => [Uint32Array.from(pairs, ([a]) => a), Uint32Array.from(pairs, ([, b]) => b)] as const);

const rowsOf = (column: StatsColumn) =>
  column.kind === 'numeric' ? column.values.length : column.codes.length;

/** Every number in an answer, however deep. */
function numbersIn(answer: unknown): number[] {
  if (typeof answer === 'number') return [answer];
  return typeof answer === 'object' && answer !== null ? Object.values(answer).flatMap(numbersIn) : [];
}

function everyStatistic(reference: StatsColumn, current: StatsColumn): Measure<unknown>[] {
  const cells = buildCells(reference);
  const counts = [countCells(cells, reference), countCells(cells, current)] as const;
  const ofCounts = [psi, kullbackLeibler, jensenShannon, totalVariation, chiSquare].map((statistic) =>
    statistic(...counts),
  );
  const answers: Measure<unknown>[] = [
    ...ofCounts,
    featureEffect(...counts),
    featureEffect(...counts, { minimumRows: 0 }),
    chiSquare(...poolSmallCells(...counts)),
  ];
  if (reference.kind !== 'numeric' || current.kind !== 'numeric') return answers;
  const samples = [sorted([...reference.values]), sorted([...current.values])] as const;
  const ofSamples = [kolmogorovSmirnov, wasserstein, mannWhitneyAuc].map((statistic) =>
    statistic(...samples),
  );
  return [...answers, ...ofSamples];
}

describe('the statistics, whatever the data', () => {
  it('never answer NaN or infinity, and give a value exactly when they are ok', () => {
    fc.assert(
      fc.property(twoColumns, ([reference, current]) => {
        for (const answer of everyStatistic(reference, current)) {
          expect(numbersIn(answer).every(Number.isFinite)).toBe(true);
          expect(answer.value !== null).toBe(answer.status === 'ok');
        }
      }),
      seeded,
    );
  });

  it('call an empty sample invalid', () => {
    const empty: StatsColumn = { kind: 'numeric', values: new Float64Array() };
    const full: StatsColumn = { kind: 'numeric', values: Float64Array.of(1, 2, 3) };
    for (const pair of [[empty, full] as const, [full, empty] as const, [empty, empty] as const]) {
      expect(new Set(everyStatistic(...pair).map((answer) => answer.status))).toEqual(new Set(['invalid']));
    }
  });

  it('find nothing between a window and itself', () => {
    fc.assert(
      fc.property(twoColumns, ([column]) => {
        fc.pre(rowsOf(column) > 0);
        const [stability, kl, js, tv, homogeneity] = everyStatistic(column, column);
        expect([stability?.value, kl?.value, js?.value, tv?.value]).toEqual([0, 0, 0, 0]);
        expect(homogeneity?.value).toMatchObject({
          statistic: expect.closeTo(0, 9),
          pValue: expect.closeTo(1, 9),
        });
      }),
      seeded,
    );
  });

  it('count every row in exactly one cell', () => {
    fc.assert(
      fc.property(twoColumns, ([reference, current]) => {
        const counts = countCells(buildCells(reference), current);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(rowsOf(current));
      }),
      seeded,
    );
  });
});

describe('distances between counts', () => {
  it('are symmetric', () => {
    fc.assert(
      fc.property(twoCounts, ([a, b]) => {
        expect(jensenShannon(a, b).value).toBe(jensenShannon(b, a).value);
        expect(totalVariation(a, b).value).toBe(totalVariation(b, a).value);
        expect(psi(a, b).value).toBeCloseTo(psi(b, a).value ?? Number.NaN, 12);
      }),
      seeded,
    );
  });

  it('stay within their ranges', () => {
    fc.assert(
      fc.property(twoCounts, ([a, b]) => {
        for (const distance of [jensenShannon(a, b).value, totalVariation(a, b).value]) {
          expect(distance).toBeGreaterThanOrEqual(0);
          expect(distance).toBeLessThanOrEqual(1);
        }
        expect(psi(a, b).value).toBeGreaterThanOrEqual(0);
        expect(kullbackLeibler(a, b).value).toBeGreaterThanOrEqual(0);
      }),
      seeded,
    );
  });

  it('refuse counts over different cells', () => {
    const wrong = expect.objectContaining({ code: 'invalid_input' });
    for (const statistic of [psi, jensenShannon, totalVariation, kullbackLeibler, chiSquare]) {
      expect(() => statistic(Uint32Array.of(1, 2), Uint32Array.of(1, 2, 3))).toThrow(wrong);
    }
  });
});

describe('distances between samples', () => {
  const map = (values: readonly number[], change: (x: number) => number) => sorted(values.map(change));

  it('Kolmogorov-Smirnov and Mann-Whitney do not change under an increasing map', () => {
    const cubic = (x: number) => x ** 3 + 2 * x - 7;
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        expect(kolmogorovSmirnov(map(a, cubic), map(b, cubic))).toEqual(
          kolmogorovSmirnov(sorted(a), sorted(b)),
        );
        expect(mannWhitneyAuc(map(a, cubic), map(b, cubic))).toEqual(mannWhitneyAuc(sorted(a), sorted(b)));
      }),
      seeded,
    );
  });

  it('agree with their definitions, counted row by row', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const share = (rows: readonly number[], x: number) => rows.filter((y) => y <= x).length / rows.length;
        const points = [...a, ...b].sort((x, y) => x - y);
        const gaps = points.map((x) => Math.abs(share(a, x) - share(b, x)));
        const widths = points.slice(1).map((x, k) => x - (points[k] ?? x));
        const area = widths.reduce((sum, width, k) => sum + width * (gaps[k] ?? 0), 0);
        const wins = b.flatMap((y) => a.map((x) => (y > x ? 1 : y === x ? 0.5 : 0)));
        const auc = wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
        expect(kolmogorovSmirnov(sorted(a), sorted(b)).value).toBeCloseTo(Math.max(...gaps), 12);
        expect(wasserstein(sorted(a), sorted(b)).value?.distance).toBeCloseTo(area, 9);
        expect(mannWhitneyAuc(sorted(a), sorted(b)).value).toBeCloseTo(auc, 12);
      }),
      seeded,
    );
  });

  it('Wasserstein scales with the unit, does not mind a shift of both, and grows by a shift of one constant', () => {
    fc.assert(
      fc.property(sample, sample, fc.integer({ min: 1, max: 40 }), (a, b, factor) => {
        const distance = wasserstein(sorted(a), sorted(b)).value?.distance ?? Number.NaN;
        const at = (change: (x: number) => number) =>
          wasserstein(map(a, change), map(b, change)).value?.distance;
        expect(at((x) => x * factor)).toBeCloseTo(distance * factor, 9);
        expect(at((x) => x + factor)).toBeCloseTo(distance, 9);
        expect(
          wasserstein(
            sorted(a),
            map(a, (x) => x + factor),
          ).value?.distance,
        ).toBeCloseTo(factor, 9);
      }),
      seeded,
    );
  });

  it('are zero between a sample and itself, with p = 1', () => {
    fc.assert(
      fc.property(sample, (a) => {
        const ks = kolmogorovSmirnov(sorted(a), sorted(a));
        expect(ks.value).toBe(0);
        expect(ksPValue(ks.value ?? Number.NaN, ks)).toBe(1);
        expect(wasserstein(sorted(a), sorted(a)).value).toMatchObject({ distance: 0, normed: 0 });
        expect(mannWhitneyAuc(sorted(a), sorted(a)).value).toBe(0.5);
      }),
      seeded,
    );
  });

  it('take a constant that a sum of its rows would round as constant', () => {
    const constant = sorted(Array.from({ length: 30 }, () => 0.1));
    expect(wasserstein(constant, sorted([0.6])).value).toEqual({
      distance: expect.closeTo(0.5, 12),
      normed: expect.closeTo(0.5, 12),
      referenceSd: 0,
    });
  });
});

describe('sortedFinite', () => {
  it('sorts, leaves missing values out and counts the infinite ones', () => {
    const column = Float64Array.of(3, Number.NaN, -1, Infinity, 2, -Infinity);
    expect(sortedFinite(column)).toEqual({ values: Float64Array.of(-1, 2, 3), missing: 3, infinite: 2 });
    expect(column[0]).toBe(3);
  });
});
