// What both engines promise to those who keep their state.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellBet } from '../../../../core/evidence/bets/cell-bet.ts';
import { meanBet } from '../../../../core/evidence/bets/mean-bet.ts';
import { begun } from './running.ts';

const shares = Float64Array.of(0.5, 0.25, 0.25);
const cells = cellBet({ shares, memories: [100, 400], kappas: [0.02, 0.02] });
const mean = meanBet(0.2);
const at = (row: number) => ({ row, time: 12 * row });
const starting = (row: number) => ({ starts: true, at: at(row) });

describe('the state of a bet', () => {
  it('knows nothing at first', () => {
    expect(cells.evidence(begun(cells))).toBe(-Infinity);
    expect(mean.evidence(begun(mean))).toBe(-Infinity);
    expect(cells.since(begun(cells))).toBeNull();
  });

  it('is as it was after a check without rows: no start, no change point', () => {
    for (const rows of [0, 30]) {
      const state = begun(cells);
      cells.take(state, new Int32Array(rows).fill(2), starting(0));
      const before = [...state];
      cells.take(state, new Int32Array(0), starting(rows));
      expect([...state]).toEqual(before);
      const other = begun(mean);
      mean.take(other, new Float64Array(rows).fill(1), starting(0));
      const kept = [...other];
      mean.take(other, new Float64Array(0), starting(rows));
      expect([...other]).toEqual(kept);
    }
  });

  it('opens no bet where the check may not start one', () => {
    const state = begun(mean);
    mean.take(state, Float64Array.of(1, 1, 1), { starts: false, at: at(0) });
    expect(mean.evidence(state)).toBe(-Infinity);
  });

  it('is one slice of a longer array and leaves the rest alone', () => {
    const all = new Float64Array(cells.size + 2).fill(7);
    const own = all.subarray(1, 1 + cells.size);
    cells.begin(own);
    cells.take(own, Int32Array.of(0, 1, 2), starting(0));
    expect([all[0], all.at(-1)]).toEqual([7, 7]);
  });

  it('survives being stored in single precision', () => {
    const [kept, stored] = [begun(cells), begun(cells)];
    for (let check = 0; check < 200; check += 1) {
      const rows = Int32Array.from({ length: 10 }, (_, row) => (check + row) % 3);
      cells.take(kept, rows, starting(10 * check));
      cells.take(stored, rows, starting(10 * check));
      stored.set(Float32Array.from(stored));
    }
    expect(Number.isFinite(cells.evidence(kept))).toBe(true);
    expect(cells.evidence(stored)).toBeCloseTo(cells.evidence(kept), 2);
    expect(cells.since(stored)).toEqual(cells.since(kept));
  });

  it('fits 30 features and their quality signals in 10 KB of single precision', () => {
    const feature = cellBet({
      shares: new Float64Array(12).fill(1 / 12),
      memories: [100, 400, 1600, 6400],
      kappas: [0.02, 0.02, 0.02, 0.02],
    });
    expect(4 * 30 * (feature.size + 2 * mean.size)).toBeLessThan(10_000);
  });

  it('never holds NaN, whatever came', () => {
    const check = fc.record({
      starts: fc.boolean(),
      rows: fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 25 }),
    });
    fc.assert(
      fc.property(fc.array(check, { maxLength: 12 }), (checks) => {
        const [state, other] = [begun(cells), begun(mean)];
        for (const { starts, rows } of checks) {
          cells.take(state, Int32Array.from(rows), { starts, at: at(0) });
          mean.take(
            other,
            Float64Array.from(rows, (x) => x / 2),
            { starts, at: at(0) },
          );
          expect([...state, ...other, cells.evidence(state), mean.evidence(other)]).not.toContain(Number.NaN);
        }
      }),
    );
  });

  it('moves by 500 nats a check at most', () => {
    const state = begun(mean);
    mean.take(state, new Float64Array(10_000).fill(1), starting(0));
    expect(mean.evidence(state)).toBeLessThanOrEqual(500);
    mean.take(state, new Float64Array(1e6), starting(0));
    expect(mean.evidence(state)).toBeGreaterThanOrEqual(-500);
  });
});

describe('the change point', () => {
  it('is where the winning rows began', () => {
    const state = begun(mean);
    for (let check = 0; check < 50; check += 1)
      mean.take(state, Float64Array.of(0, 0, 0, 0, 1, 0, 0, 0, 0, 0), starting(10 * check));
    expect(mean.since(state)).toBeNull();
    for (let check = 50; check < 60; check += 1)
      mean.take(state, Float64Array.of(0, 1, 0, 1, 1, 0, 1, 0, 1, 0), starting(10 * check));
    expect(mean.since(state)).toEqual({ row: 500, time: 6000 });
  });

  it('is forgotten once the rows are as they were', () => {
    const state = begun(mean);
    mean.take(state, Float64Array.of(1, 1, 1), starting(0));
    expect(mean.since(state)).toEqual({ row: 0, time: 0 });
    mean.take(state, new Float64Array(100), starting(3));
    expect(mean.since(state)).toBeNull();
  });
});

describe('what is no row', () => {
  it.each([1.01, -0.1, Number.NaN, Infinity])('is refused by the mean engine: %d', (value) => {
    expect(() => mean.take(begun(mean), Float64Array.of(value), starting(0))).toThrow('from 0 to 1');
  });

  it.each([3, -1])('is refused by the cell engine: cell %d', (cell) => {
    expect(() => cells.take(begun(cells), Int32Array.of(cell), starting(0))).toThrow('is no cell');
  });

  it.each([0, -1, 1.5, Number.NaN])('nor is there a bet against a bound of %d', (bound) => {
    expect(() => meanBet(bound)).toThrow('A bound of the mean');
    expect(() => meanBet([0.1, 0.1, bound, 0.1, 0.1])).toThrow('A bound of the mean');
  });
});
