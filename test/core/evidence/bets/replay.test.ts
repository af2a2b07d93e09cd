// What replay calibration learns from histories whose nature is known.
import { describe, expect, it } from 'vitest';
import { calibrateCells } from '../../../../core/evidence/bets/replay-cells.ts';
import { calibrateMean } from '../../../../core/evidence/bets/replay-mean.ts';
import { buildCells, countCells } from '../../../../core/stats/cells.ts';
import type { StatsColumn } from '../../../../core/stats/column.ts';
import { randomNumbers } from '../../../bench/random.ts';

const terms = { rowsPerCheck: 10, level: Math.log(5040) };

function history(rows: number, { phi, seed }: { phi: number; seed: number }): Float64Array {
  const { normal } = randomNumbers(seed);
  let x = normal();
  return Float64Array.from({ length: rows }, () => {
    x = phi * x + Math.sqrt(1 - phi * phi) * normal();
    return x;
  });
}

function calibrated(column: StatsColumn) {
  const counts = countCells(buildCells(column), column);
  return calibrateCells(column, { ...terms, counts, features: 10 });
}

const numeric = (values: Float64Array): StatsColumn => ({ kind: 'numeric', values });
const kappasOf = (values: Float64Array) => calibrated(numeric(values)).plan.kappas;

describe('the replay of a column', () => {
  it('tolerates little where rows are independent', () => {
    const { plan, learning } = calibrated(numeric(history(21_600, { phi: 0, seed: 1 })));
    expect(learning).toBe(false);
    expect(plan.memories).toEqual([100, 400, 1600]);
    expect(plan.kappas[1]).toBeLessThan(0.05);
    expect(plan.shares).toHaveLength(11);
  });

  it('tolerates more where rows depend on the last one, most of all for short memories', () => {
    const mild = kappasOf(history(21_600, { phi: 0.5, seed: 2 }));
    const strong = kappasOf(history(21_600, { phi: 0.95, seed: 2 }));
    expect(strong[0]).toBeGreaterThan(2 * (mild[0] ?? 0));
    expect(strong[0]).toBeGreaterThan(strong[2] ?? 0);
  });

  it('lets no longer memory tolerate less than half of what the next shorter one does', () => {
    const kappas = kappasOf(history(60_000, { phi: 0.9, seed: 7 }));
    expect(kappas).toHaveLength(4);
    kappas.slice(1).forEach((kappa, at) => {
      expect(kappa).toBeGreaterThanOrEqual((kappas[at] ?? Infinity) / 2);
    });
  });

  it('lets a short history show less: ten of 2000 rows under AR(0.5), most of which must tolerate more', () => {
    const raised = Array.from(
      { length: 10 },
      (_, seed) => kappasOf(history(2000, { phi: 0.5, seed }))[0] ?? 0,
    );
    expect(raised.filter((kappa) => kappa > 0.021).length).toBeGreaterThan(5);
  });

  it('uses no memory that half of the history could not mature', () => {
    const memoriesOf = (rows: number) =>
      calibrated(numeric(history(rows, { phi: 0, seed: 3 }))).plan.memories;
    expect(memoriesOf(60_000)).toEqual([100, 400, 1600, 6400]);
    expect(memoriesOf(3200)).toEqual([100, 400]);
    expect(memoriesOf(3198)).toEqual([100]);
  });

  it('is still learning from a history that is too short, and has a plan all the same', () => {
    for (const rows of [0, 1, 9, 499, 700]) {
      const { plan, learning } = calibrated(numeric(history(rows, { phi: 0, seed: 4 })));
      expect(learning).toBe(true);
      expect(plan.memories).toEqual([100]);
      expect(plan.kappas.every(Number.isFinite)).toBe(true);
    }
  });

  it('is still learning from a history whose halves have nothing in common', () => {
    const values = history(4000, { phi: 0, seed: 5 }).map((x, row) => (row < 2000 ? x : 1e9 + Math.round(x)));
    const halves = Float64Array.from({ length: 40_000 }, (_, row) => (row < 20_000 ? 1 : 2));
    expect(kappasOf(values)[0]).toBeGreaterThan(1);
    expect(calibrated(numeric(halves)).learning).toBe(true);
  });

  it('takes categories, and missing rows among them', () => {
    const { uniform } = randomNumbers(6);
    const codes = Int32Array.from({ length: 8000 }, () => Math.floor(uniform() * 4) - 1);
    const { plan, learning } = calibrated({ kind: 'categorical', codes, categories: ['a', 'b', 'c'] });
    expect(learning).toBe(false);
    expect(plan.kappas).toEqual([0.02, 0.02]);
    expect(plan.shares).toHaveLength(5);
  });
});

describe('the replay of a mean', () => {
  const errors = (rows: number, seed: number) => {
    const { uniform } = randomNumbers(seed);
    return Float64Array.from({ length: rows }, () => (uniform() < 0.1 ? 1 : 0));
  };
  const tolerancesOf = (values: Float64Array) => {
    const { bounds, baseline } = calibrateMean(values, terms);
    return bounds.map((bound) => Number((bound - baseline.mean).toFixed(9)));
  };

  it('leaves independent errors the least tolerance', () => {
    expect(tolerancesOf(errors(20_000, 1))).toEqual([0.02, 0.02, 0.02, 0.02, 0.02]);
  });

  it('tolerates more where errors come in spells, and most where most is laid on a row', () => {
    const tolerances = tolerancesOf(history(20_000, { phi: 0.9, seed: 2 }).map((x) => (x > 1.2816 ? 1 : 0)));
    expect(tolerances.every((tolerance) => tolerance > 0.03)).toBe(true);
    expect(tolerances).toEqual([...tolerances].sort((a, b) => a - b));
  });

  it('bounds what is neither 0 nor 1 by its own spread', () => {
    const values = history(5000, { phi: 0, seed: 3 }).map((x) => 1 / (1 + Math.exp(3 - x)));
    expect(tolerancesOf(values)).toEqual([0.02, 0.02, 0.02, 0.02, 0.02]);
  });

  it('is still learning from few rows, from none, and from halves that contradict each other', () => {
    expect(calibrateMean(errors(99, 4), terms).learning).toBe(true);
    const nothing = calibrateMean(new Float64Array(0), terms);
    expect(nothing).toMatchObject({ bounds: [0.95, 0.95, 0.95, 0.95, 0.95], learning: true });
    const halves = Float64Array.from({ length: 2000 }, (_, row) => (row < 1000 ? 0 : 1));
    expect(calibrateMean(halves, terms).learning).toBe(true);
  });

  it('promises something about a rate that never was above zero', () => {
    const { bounds, learning } = calibrateMean(new Float64Array(1000), terms);
    expect(learning).toBe(false);
    expect(bounds).toEqual([0.02, 0.02, 0.02, 0.02, 0.02]);
  });
});
