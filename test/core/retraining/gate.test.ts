import { describe, expect, it } from 'vitest';
import type { Quality, Trigger } from '../../../core/model.ts';
import type { Duel } from '../../../core/retraining/duels.ts';
import { judge, type Occasion } from '../../../core/retraining/gate.ts';

const quality: Quality = { rows: 200, accuracy: 0.8, logLoss: 0.4, auc: 0.8, ece: 0.05 };
const level: Duel = {
  ...{ holdoutRows: 200, champion: quality, challenger: quality },
  ...{ championOnly: 0, challengerOnly: 8, segments: [] },
};
const onSchedule: Occasion = { trigger: 'schedule', baseline: null, candidates: 1 };
const guardsOf = (duel: Partial<Duel>, occasion: Partial<Occasion> = {}) =>
  judge({ ...level, ...duel }, { ...onSchedule, ...occasion }).refused?.map(({ guard }) => guard);

// P(X >= b), X ~ Bin(a + b, 1/2), by hand.
describe('the paired test of the gate', () => {
  const duel = (championOnly: number, challengerOnly: number, trigger: Trigger) =>
    judge({ ...level, championOnly, challengerOnly }, { ...onSchedule, trigger });

  it.each([
    // (C(8,6) + C(8,7) + C(8,8)) / 2^8 = 37/256
    { champion: 2, challenger: 6, p: 37 / 256, alarm: true, otherwise: false },
    // (1 + 5) / 2^5 = 6/32
    { champion: 1, challenger: 4, p: 6 / 32, alarm: true, otherwise: false },
    // 1 / 2^5
    { champion: 0, challenger: 5, p: 1 / 32, alarm: true, otherwise: true },
    // (1 + 3) / 2^3
    { champion: 1, challenger: 2, p: 4 / 8, alarm: false, otherwise: false },
    // Even: P(X >= 3 of 6) = (20 + 15 + 6 + 1) / 64
    { champion: 3, challenger: 3, p: 42 / 64, alarm: false, otherwise: false },
    { champion: 0, challenger: 0, p: 1, alarm: false, otherwise: false },
  ])('$champion against $challenger: after an alarm $alarm, otherwise $otherwise', (row) => {
    const refused = (passes: boolean) => (passes ? [] : [{ guard: 'accuracy' }]);
    const afterAlarm = duel(row.champion, row.challenger, 'drift');
    expect(afterAlarm.p).toBeCloseTo(row.p, 12);
    expect(afterAlarm).toMatchObject({ promote: row.alarm, alpha: 0.2, refused: refused(row.alarm) });
    for (const trigger of ['manual', 'api', 'schedule'] as const) {
      expect(duel(row.champion, row.challenger, trigger)).toMatchObject({
        promote: row.otherwise,
        alpha: 0.05,
        refused: refused(row.otherwise),
      });
    }
  });

  it('holds its level for the best of several, but for an alarm: the prior is that one of them is better', () => {
    // 1 / 2^5 = 0.031 is more than 0.05 / 2; 1 / 2^6 = 0.0156 is not.
    expect(guardsOf({ challengerOnly: 5 }, { candidates: 2 })).toEqual(['accuracy']);
    expect(guardsOf({ challengerOnly: 6 }, { candidates: 2 })).toEqual([]);
    expect(guardsOf({ challengerOnly: 5 }, { candidates: 5, trigger: 'drift' })).toEqual([]);
  });

  it('asks of the same regime with more rows only that it is no worse at 0.2', () => {
    const continued = (championOnly: number, challengerOnly: number) =>
      judge({ ...level, championOnly, challengerOnly }, { ...onSchedule, continued: true });
    // P(X >= 2 of 4) = 11/16; P(X >= 1 of 4) = 15/16.
    expect(continued(2, 2)).toMatchObject({
      p: expect.closeTo(11 / 16, 12),
      alpha: 0.8,
      continued: true,
      promote: true,
    });
    expect(continued(3, 1)).toMatchObject({
      p: expect.closeTo(15 / 16, 12),
      promote: false,
      refused: [{ guard: 'accuracy' }],
    });
  });
});

describe('the guards of the gate', () => {
  it('keep out what is worse in log-loss by more than 0.02, or in calibration by more than 0.03', () => {
    const challenger = (worse: Partial<Quality>) => ({ challenger: { ...quality, ...worse } });
    expect(guardsOf(challenger({ logLoss: 0.4199, ece: 0.0799 }))).toEqual([]);
    expect(guardsOf(challenger({ logLoss: 0.4201 }))).toEqual(['log_loss']);
    expect(guardsOf(challenger({ ece: 0.0801 }))).toEqual(['calibration']);
    expect(judge({ ...level, ...challenger({ logLoss: 0.5 }) }, onSchedule)).toMatchObject({
      promote: false,
      refused: [{ guard: 'log_loss', by: expect.closeTo(0.1, 12), most: 0.02 }],
    });
  });

  it('have no say about a model that gives no probabilities', () => {
    const silent = { ...quality, logLoss: null, ece: null };
    expect(guardsOf({ challenger: silent })).toEqual([]);
    expect(guardsOf({ champion: silent })).toEqual([]);
  });

  it('keep out what is worse on a category at 0.01: the one that speaks loudest', () => {
    const segment = (value: string, championOnly: number, challengerOnly: number) => ({
      ...{ feature: 'city', value, rows: 60 },
      ...{ championOnly, challengerOnly },
    });
    // scipy 1.17.1: binom.sf(8, 10, .5) = 0.0107421875; binom.sf(9, 11, .5) = 0.005859375; 1 / 2^10 = 0.0009765625.
    expect(guardsOf({ segments: [segment('Lyon', 9, 1)] })).toEqual([]);
    const refused = judge(
      { ...level, segments: [segment('Lyon', 10, 1), segment('Nice', 10, 0)] },
      onSchedule,
    );
    expect(refused.refused).toEqual([
      { guard: 'segment', ...segment('Nice', 10, 0), p: expect.closeTo(0.0009765625, 12) },
    ]);
    expect(guardsOf({ segments: [segment('Lyon', 10, 1)] })).toEqual(['segment']);
  });
});

describe('the guard against labels that are wrong', () => {
  const baseline = { ...quality, rows: 1_000, accuracy: 0.88 };
  const on = (champion: number, challenger: number) => ({
    champion: { ...quality, accuracy: champion },
    challenger: { ...quality, accuracy: challenger },
    ...{ championOnly: 10, challengerOnly: 20 },
  });
  const drift = { trigger: 'drift', baseline } as const;

  it('keeps out a challenger that falls short of what the champion was worth and wins little back', () => {
    // scipy 1.17.1: fisher_exact([[68, 132], [120, 880]], 'greater') has p = 6.192813463184338e-13.
    const { promote, refused } = judge({ ...level, ...on(0.61, 0.66) }, { ...onSchedule, ...drift });
    expect(promote).toBe(false);
    expect(refused).toEqual([{ guard: 'labels', baseline: 0.88, p: expect.closeTo(6.192813463e-13, 20) }]);
  });

  it('starts where the shortfall is beyond chance: 38 misses of 200 against 120 of 1,000, not 37', () => {
    // scipy 1.17.1: p = 0.0067 and 0.0107.
    expect(guardsOf(on(0.79, 0.81), drift)).toEqual(['labels']);
    expect(guardsOf(on(0.79, 0.815), drift)).toEqual([]);
  });

  it('lets pass what wins back half of the loss: a concept can be learnt', () => {
    expect(guardsOf(on(0.4, 0.63), drift)).toEqual(['labels']);
    expect(guardsOf(on(0.4, 0.65), drift)).toEqual([]);
  });

  it('lets pass what is better beyond doubt in a world that became harder', () => {
    // scipy 1.17.1: binom.sf(17, 20, .5) = 0.000201; at 0.001 it is proof whatever the labels are.
    const harder = { ...on(0.6, 0.68), championOnly: 2, challengerOnly: 18 };
    expect(guardsOf(harder, drift)).toEqual([]);
  });

  it('cannot judge without a baseline', () => {
    expect(guardsOf(on(0.61, 0.66), { ...drift, baseline: null })).toEqual([]);
  });
});
