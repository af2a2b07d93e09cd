import { describe, expect, it } from 'vitest';
import { driftCard, reportCard } from '../../../core/cards/drift.ts';
import type { DriftReport } from '../../../core/drift.ts';
import type { DriftResult, PatrolResult } from '../../../core/ops/results.ts';
import { features, firing, largeDrift, noDrift, tooFewRows, unproven } from './fixtures.ts';
import { trendPoint } from './measured.ts';
import { minute, noon } from './moments.ts';
import { promoted, rejected } from './outcomes.ts';
import { asked, en, everyWord, fieldOf, words } from './words.ts';

const result: DriftResult = {
  watch: 'demo',
  elsewhere: false,
  state: 'OK',
  report: noDrift,
  incident: null,
  ledger: { falseAlarmsPerWeek: 1, week: 0, days90: 0, expected: 0 },
  prospect: null,
  trend: [],
  timezone: 'UTC',
};

function checked(facts: Partial<PatrolResult>): PatrolResult {
  return {
    watch: 'demo',
    checks: 1,
    rows: 50,
    report: noDrift,
    trained: false,
    waiting: null,
    retrain: null,
    repeated: false,
    ...facts,
  };
}

describe('the drift report', () => {
  it('does not call the absence of proof a proof of absence', () => {
    const card = reportCard(noDrift, en);
    expect([card.title, card.tone]).toEqual(['✅ No drift - demo v3', 'good']);
    expect(words(card.summary)).toBe(
      'No proof of drift. Why: the evidence stands at 11 % of what an alarm takes.',
    );
    // What still learns only suspects.
    expect(fieldOf(card, 'Evidence')).toBe(
      '█░░░░░░░░░ 11 % of an alarm\n' +
        '8 of 14 signals still learning (the reference does not hold two cycles); with them 60 %, which is no proof',
    );
  });

  it('keeps a high score without evidence apart from drift', () => {
    const card = reportCard(unproven, en);
    expect([card.title, card.tone]).toEqual(['👀 Drift not yet proven - demo v3', 'warn']);
    expect(words(card.summary)).toContain('not yet proven: chance may explain it');
    expect(fieldOf(card, 'Drift score')).toBe('0.34 (threshold 0.25)');
  });

  it('gives no verdict and no score on too few rows', () => {
    const card = reportCard(tooFewRows, en);
    expect(card.title).toBe('⏳ No verdict yet - demo v3');
    expect(fieldOf(card, 'Drift score')).toBe('no score yet (threshold 0.25)');
    expect(card.blocks).toEqual([]);
  });

  it('speaks of accuracy alone in seed mode', () => {
    const seed: DriftReport = {
      ...largeDrift,
      mode: 'seed',
      evidence: null,
      estimate: null,
    };
    const card = reportCard(seed, en);
    expect(words(card.summary)).toBe(
      'Accuracy fell by more than the threshold allows. Why: accuracy 0.781 against 0.912 on 214 rows: a drop of 0.131, over the threshold 0.25.',
    );
    expect(fieldOf(card, 'Evidence')).toBeUndefined();
  });

  it('shows at most six features', () => {
    const many = Array.from({ length: 40 }, (_, at) => ({ ...features[0], name: `f${at}`, effect: at / 40 }));
    const card = reportCard({ ...largeDrift, features: many as DriftReport['features'] }, en);
    expect(card.blocks[1]?.name).toBe('What moved (40 features, 40 in evidence ●)');
    expect(card.blocks[1]?.lines.map((line) => line.slice(3, 6))).toEqual([
      'f39',
      'f38',
      'f37',
      'f36',
      'f35',
      'f34',
    ]);
  });

  it('keeps lines short enough for a phone, whatever features are called', () => {
    const [first] = features;
    const long = 'x'.repeat(300);
    const feature = { ...first, name: long, before: `${long} 31 %`, after: `${long} 52 %` };
    const card = reportCard({ ...largeDrift, features: [feature] as DriftReport['features'] }, en);
    const [line] = card.blocks[1]?.lines ?? [];
    expect(line?.length).toBeLessThanOrEqual(70);
    expect(line).toContain('31 % -> 52 %');
  });
});

describe('/drift', () => {
  it('says how to get a first report', () => {
    const card = driftCard({ ...result, report: null }, null, asked);
    expect(card.title).toBe('⏳ No check yet - demo');
    expect(everyWord(card)).toContain('/drift watch:demo run:now');
  });

  it('says what a watch without a model waits for, instead of asking to check again', () => {
    const waiting = '12 labelled rows; a first model needs 300.';
    const card = driftCard({ ...result, report: null }, checked({ report: null, waiting }), asked);
    expect(everyWord(card)).toContain('12 labelled rows; a first model needs 300.');
    expect(everyWord(card)).not.toContain('run:now');
  });

  it('draws the trend from old to new and leaves a gap where a check had no score', () => {
    const scores = [0.5, 0.25, null, 0.1, 0];
    const trend = scores.map((score, at) => trendPoint(noon - at * minute, { score }));
    const card = driftCard({ ...result, trend }, null, asked);
    expect(card.blocks).toContainEqual({
      name: 'Score of the last 5 checks',
      lines: ['▁▂·▅█', 'highest 0.50, threshold 0.25'],
      charted: true,
    });
  });

  it('names the open incident and keeps quiet about a resolved one', () => {
    const open = driftCard({ ...result, incident: firing }, null, asked);
    expect(fieldOf(open, 'Incident')).toBe(
      `#4, opened @${noon}, open, stays open until drift is over for good`,
    );
    const over = driftCard({ ...result, incident: { ...firing, phase: 'resolved' } }, null, asked);
    expect(fieldOf(over, 'Incident')).toBeUndefined();
  });

  it('tells what the check that was asked for did', () => {
    const told = (facts: Partial<PatrolResult>) =>
      fieldOf(driftCard(result, checked(facts), asked), 'Checked now');
    expect(told({ checks: 0, rows: 0 })).toBe('No new rows since the last check: this is the newest report.');
    expect(told({})).toBe('50 new rows in 1 check.');
    expect(told({ retrain: promoted })).toBe('50 new rows in 1 check. Retrained v7 -> v8.');
    expect(told({ retrain: rejected })).toContain(
      'the challenger was kept out: the challenger is not better',
    );
  });
});
