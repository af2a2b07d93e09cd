// Alarms beside their budget: a count, never a verdict on which of them were false.
import { describe, expect, it } from 'vitest';
import { driftCard } from '../../../core/cards/drift.ts';
import { cardFor } from '../../../core/cards/index.ts';
import type { Ledger } from '../../../core/news.ts';
import { answered, firing, incidentNews, noDrift } from './fixtures.ts';
import { asked, en, fieldOf } from './words.ts';

const none = { status: 'none' } as const;
const ledger: Ledger = { falseAlarmsPerWeek: 1, week: 0, days90: 3, expected: 1 };
const alarmsOf = (known: Ledger | null) =>
  fieldOf(cardFor({ ...incidentNews(firing), ledger: known }, none, en), 'Alarms');

describe('the ledger', () => {
  it('counts alarms beside the budget of false ones', () => {
    expect(alarmsOf(ledger)).toBe(
      '0 this week, 3 in 90 days, 1 marked expected\nbudget: at most 1 false a week on average',
    );
    expect(alarmsOf({ falseAlarmsPerWeek: 0.25, week: 1, days90: 1, expected: 0 })).toBe(
      '1 this week, 1 in 90 days\nbudget: at most 0.25 false a week on average',
    );
  });

  it('has no budget in seed mode, and is not made up for news from before it', () => {
    expect(alarmsOf({ ...ledger, falseAlarmsPerWeek: null })).toBe(
      '0 this week, 3 in 90 days, 1 marked expected',
    );
    expect(alarmsOf(null)).toBeUndefined();
  });

  it('stands on the card while the incident is open, and in /drift', () => {
    expect(fieldOf(cardFor(incidentNews(answered), none, en), 'Alarms')).toBeUndefined();
    const result = { watch: 'demo', elsewhere: false, state: 'OK', report: noDrift, incident: null } as const;
    const nothing = { prospect: null, trend: [], timezone: 'UTC' } as const;
    const card = driftCard({ ...result, ...nothing, ledger }, null, asked);
    expect(fieldOf(card, 'Alarms')).toBe(alarmsOf(ledger));
  });
});
