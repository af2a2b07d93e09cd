// What the false-alarm budget rests on, by exact enumeration of everything that could have happened.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bet } from '../../../../core/evidence/bets/bet.ts';
import { cellBet } from '../../../../core/evidence/bets/cell-bet.ts';
import { meanBet } from '../../../../core/evidence/bets/mean-bet.ts';
import { logWeightedSum } from '../../../../core/stats/log-sums.ts';
import { begun, sequences } from './running.ts';

const rounding = 1e-12;
const moment = { row: 0, time: 0 };
const first = { starts: true, at: moment };
const more = { starts: false, at: moment };

const shares = Float64Array.of(0.5, 0.3, 0.2);
const memories = [3, 20];
const exact = cellBet({ shares, memories, kappas: [0, 0] });
const tolerant = cellBet({ shares, memories, kappas: [0.1, 0.1] });

/** Mean of exp(evidence) after the given checks, over every sequence of rows. */
function expectedStake(
  bet: Bet<Int32Array>,
  probabilities: readonly number[],
  checks: readonly { rows: number; starts: boolean }[],
): number {
  const rows = checks.reduce((sum, check) => sum + check.rows, 0);
  let expectation = 0;
  for (const { symbols, probability } of sequences(probabilities, rows)) {
    const state = begun(bet);
    let at = 0;
    for (const check of checks) {
      const part = Int32Array.from(symbols.slice(at, at + check.rows));
      bet.take(state, part, { starts: check.starts, at: moment });
      at += check.rows;
    }
    expectation += probability * Math.exp(bet.evidence(state));
  }
  return expectation;
}

describe('a bet on cells', () => {
  it('wins nothing on average from the reference itself: exactly one stake a start', () => {
    const once = { rows: 2, starts: true };
    expect(expectedStake(exact, [...shares], [{ rows: 7, starts: true }])).toBeCloseTo(1, 12);
    expect(expectedStake(exact, [...shares], [once, once, once])).toBeCloseTo(3, 12);
  });

  it('wins nothing on average over several forecasts of ten rows', () => {
    const bet = cellBet({ shares: Float64Array.of(0.7, 0.3), memories: [5], kappas: [0] });
    expect(expectedStake(bet, [0.7, 0.3], [{ rows: 13, starts: true }])).toBeCloseTo(1, 12);
  });

  it('wins nothing on average from any law within the tolerance, cell by cell', () => {
    const most = Math.exp(0.1);
    const within = [
      [0.5 * most, 0.3 * most, 1 - 0.8 * most],
      [1 - 0.5 * most, 0.3 * most, 0.2 * most],
      [0.47, 0.31, 0.22],
    ];
    for (const law of within) {
      for (const rows of [1, 4, 8])
        expect(expectedStake(tolerant, law, [{ rows, starts: true }])).toBeLessThanOrEqual(1 + rounding);
    }
  });

  it('gains no stake by splitting a check: parts that start nothing add nothing', () => {
    const split = [
      { rows: 2, starts: true },
      { rows: 1, starts: false },
      { rows: 2, starts: false },
      { rows: 2, starts: true },
    ];
    expect(expectedStake(exact, [...shares], split)).toBeCloseTo(2, 12);
  });
});

describe('a bet on a mean', () => {
  const laws = [
    { values: [0, 1], probabilities: [0.7, 0.3] },
    { values: [0, 0.5, 1], probabilities: [0.5, 0.4, 0.1] },
    { values: [0.3], probabilities: [1] },
    { values: [0.1, 0.4], probabilities: [0.5, 0.5] },
  ];

  it.each(laws)('wins at most one stake a start while the mean of $values is within its bound', (law) => {
    const mean = law.values.reduce((sum, value, at) => sum + value * (law.probabilities[at] ?? 0), 0);
    for (const bound of [mean, 1.3 * mean]) {
      const bet = meanBet(bound);
      let expectation = 0;
      for (const { symbols, probability } of sequences(law.probabilities, 6)) {
        const values = Float64Array.from(symbols, (symbol) => law.values[symbol] ?? 0);
        const state = begun(bet);
        bet.take(state, values.subarray(0, 1), first);
        bet.take(state, values.subarray(1, 3), first);
        bet.take(state, values.subarray(3, 4), more);
        bet.take(state, values.subarray(4, 6), first);
        expectation += probability * Math.exp(bet.evidence(state));
      }
      expect(expectation).toBeLessThanOrEqual(3 + rounding);
      if (bound === mean) expect(expectation).toBeCloseTo(3, 10);
    }
  });
});

describe('the evidence of a watch', () => {
  it('never exceeds the number of starts on average, at any step, though its signals are the same rows', () => {
    const bets = [exact, tolerant, cellBet({ shares, memories: [8], kappas: [0.02] })];
    const weights = [0.5, 0.2, 0.3];
    const steps = [true, true, false, true, true, false];
    const expectations = steps.map(() => 0);
    for (const { symbols, probability } of sequences([...shares], steps.length)) {
      const states = bets.map(begun);
      steps.forEach((starts, step) => {
        bets.forEach((bet, at) => {
          bet.take(states[at] as Float64Array, Int32Array.of(symbols[step] ?? 0), { starts, at: moment });
        });
        const logs = bets.map((bet, at) => bet.evidence(states[at] as Float64Array));
        expectations[step] =
          (expectations[step] ?? 0) + probability * Math.exp(logWeightedSum(logs, weights));
      });
    }
    const started = [1, 2, 2, 3, 4, 4];
    expectations.forEach((expectation, step) => {
      expect(expectation).toBeLessThanOrEqual((started[step] ?? 0) + rounding);
    });
  });
});

describe('the order of rows', () => {
  const permuted = <T>(part: readonly T[]) => fc.shuffledSubarray([...part], { minLength: part.length });

  it('does not matter to a bet on a mean within one check', () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(
        values.chain((rows) => fc.tuple(fc.constant(rows), permuted(rows))),
        ([rows, others]) => {
          const bet = meanBet(0.4);
          const [one, other] = [begun(bet), begun(bet)];
          bet.take(one, Float64Array.from(rows), first);
          bet.take(other, Float64Array.from(others), first);
          expect(bet.evidence(other)).toBeCloseTo(bet.evidence(one), 9);
        },
      ),
    );
  });

  it('matters to a bet on cells only beyond ten rows that are forecast together', () => {
    const tens = fc.array(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 10, maxLength: 10 }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(
        tens.chain((parts) => fc.tuple(fc.constant(parts), fc.tuple(...parts.map(permuted)))),
        ([parts, others]) => {
          const [one, other] = [begun(exact), begun(exact)];
          exact.take(one, Int32Array.from(parts.flat()), first);
          exact.take(other, Int32Array.from(others.flat()), first);
          expect(exact.evidence(other)).toBeCloseTo(exact.evidence(one), 9);
        },
      ),
    );
  });
});
