// What a new champion's card says of its monitor: what was tried, what it can prove, and what it has to learn first.
import { describe, expect, it } from 'vitest';
import { driftCard } from '../../../core/cards/drift.ts';
import { trainedCard } from '../../../core/cards/trained.ts';
import type { Learning, Prospect } from '../../../core/drift.ts';
import { noDrift } from './fixtures.ts';
import { quality } from './measured.ts';
import { noon } from './moments.ts';
import { prospect } from './prospects.ts';
import { asked, en, everyWord, fieldOf } from './words.ts';

const trained = { watch: 'demo', version: 1, elsewhere: false, rows: 2_000, at: noon };
const baseline = quality(0.874, 0.34, 0.92);

function monitorLines(facts: Partial<Prospect>): string[] {
  const promised = { ...prospect, ...facts };
  const card = trainedCard({ ...trained, baseline, prospect: promised }, { status: 'none' }, en);
  return fieldOf(card, 'The monitor')?.split('\n') ?? [];
}

describe('the monitor of a new champion', () => {
  it('was tried on what it had not seen, and says what it can prove in a day', () => {
    expect(monitorLines({ learning: [] })).toEqual([
      'On the last third of your reference this monitor would have alarmed 0 times in 12 h (667 rows).',
      'The smallest shift of basket_value it can prove in a day of about 4,000 rows is about 0.4 standard deviations.',
      'Designed for at most 1 false alarm a week on average, on data like your reference.',
    ]);
  });

  it('counts in rows where rows carry no time, and says so when it could not be tried', () => {
    expect(monitorLines({ trial: { alarms: 1, rows: 900, days: null } })[0]).toBe(
      'On the last third of your reference this monitor would have alarmed 1 time in 900 rows.',
    );
    expect(monitorLines({ trial: null })[0]).toBe('There is too little history to try it on.');
  });

  it('says when no shift can be proven, or no number may prove one yet', () => {
    const provable = { feature: 'age', shift: null, rowsPerDay: 20 };
    expect(monitorLines({ provable })[1]).toBe('No shift of age can be proven in a day of about 20 rows.');
    expect(monitorLines({ provable: null })[1]).toBe('No number can prove drift yet.');
    // Of categories alone there is nothing to say.
    expect(monitorLines({ provable: null, learning: [] }).join()).not.toContain('prove');
  });

  it('tells what still learns, why, and what ends it', () => {
    expect(monitorLines({}).slice(3)).toEqual([
      'Still learning: 8 of 14 signals, which can raise a suspicion but no alarm.',
      '- 7 because the reference does not hold two cycles: more history ends it (the setting "cycle" says how long one is)',
      '- 1 because the reference has fewer than 100 labels: more labels end it',
    ]);
  });

  it.each<Learning>(['few rows', 'short history', 'restless history', 'few labels'])(
    'promises nothing while all signals learn (%s)',
    (because) => {
      const lines = monitorLines({ trial: null, provable: null, learning: [{ because, signals: 14 }] });
      expect(lines).toContain('Still learning: all 14 signals, which can raise a suspicion but no alarm.');
      expect(lines.join('\n')).not.toContain('Designed for');
      expect(lines.at(-1)).toMatch(/^- 14 because the reference .*: .* ends? it/);
    },
  );

  it('is not spoken of in seed mode, or where nobody can say', () => {
    const card = trainedCard({ ...trained, baseline, prospect: null }, { status: 'none' }, en);
    expect(everyWord(card)).not.toContain('monitor');
  });
});

describe('/drift', () => {
  const ledger = { falseAlarmsPerWeek: 1, week: 0, days90: 0, expected: 0 };
  const result = {
    watch: 'demo',
    elsewhere: false,
    state: 'OK',
    incident: null,
    ledger,
    prospect,
    trend: [],
    timezone: 'UTC',
  } as const;

  it('repeats what the monitor promises, before the first check as well', () => {
    for (const report of [null, noDrift]) {
      const field = fieldOf(driftCard({ ...result, report }, null, asked), 'The monitor');
      expect(field).toContain('would have alarmed 0 times');
      expect(field).toContain('Still learning: 8 of 14 signals');
    }
  });
});
