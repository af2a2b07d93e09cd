import { describe, expect, it } from 'vitest';
import { ledgerOf } from '../../../core/evidence/ledger.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 10, 22, 12);
const alarm = (daysAgo: number, expected = false) => ({ at: now - daysAgo * day, expected });

describe('the ledger of alarms', () => {
  it('counts those of the last 7 and 90 days, and the expected ones among them', () => {
    const alarms = [alarm(91, true), alarm(89, true), alarm(20), alarm(6.9, true), alarm(0)];
    expect(ledgerOf(alarms, { at: now, falseAlarmsPerWeek: 1 })).toEqual({
      falseAlarmsPerWeek: 1,
      week: 2,
      days90: 4,
      expected: 2,
    });
  });

  it('is empty for a watch that never alarmed', () => {
    expect(ledgerOf([], { at: now, falseAlarmsPerWeek: null })).toEqual({
      falseAlarmsPerWeek: null,
      week: 0,
      days90: 0,
      expected: 0,
    });
  });
});
