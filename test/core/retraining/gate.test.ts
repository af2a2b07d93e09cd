import { describe, expect, it } from 'vitest';
import type { Trigger } from '../../../core/model.ts';
import { judge } from '../../../core/retraining/gate.ts';

const quality = { rows: 200, accuracy: 0.8, logLoss: 0.4, auc: 0.8 };
const duel = (championOnly: number, challengerOnly: number, trigger: Trigger) =>
  judge({ holdoutRows: 200, champion: quality, challenger: quality, championOnly, challengerOnly }, trigger);

// P(X >= b), X ~ Bin(a + b, 1/2), by hand.
describe('the gate', () => {
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
    const afterAlarm = duel(row.champion, row.challenger, 'drift');
    expect(afterAlarm.p).toBeCloseTo(row.p, 12);
    expect(afterAlarm).toMatchObject({ promote: row.alarm, alpha: 0.2 });
    for (const trigger of ['manual', 'api', 'schedule'] as const) {
      expect(duel(row.champion, row.challenger, trigger)).toMatchObject({
        promote: row.otherwise,
        alpha: 0.05,
      });
    }
  });
});
