// An alarm that asks for a repair, and one that waits for labels: what the card tells people to do.
import { describe, expect, it } from 'vitest';
import { cardFor } from '../../../core/cards/index.ts';
import type { Cause } from '../../../core/drift.ts';
import type { Incident } from '../../../core/news.ts';
import { answered, firing, incidentNews, largeDrift } from './fixtures.ts';
import { minute, noon } from './moments.ts';
import { en, everyWord, fieldOf, words } from './words.ts';

const none = { status: 'none' } as const;
const causes: readonly Cause[] = [
  { kind: 'missing', of: 'basket_value', share: 0.5, since: null, before: '0.2 %', after: '31 %' },
  { kind: 'category', of: 'region', share: 0.3, since: null, before: '0.0 %', after: '12 %' },
];
const { evidence } = largeDrift;
const report = { ...largeDrift, evidence: evidence && { ...evidence, causes } };
const broken = ['basket_value', 'region'];
const cardOf = (incident: Incident, elsewhere = false) =>
  cardFor({ ...incidentNews(incident), broken, elsewhere }, none, en);

describe('an alarm of broken data', () => {
  const card = cardOf({ ...firing, opened: report, latest: report });

  it('asks to fix the pipeline and names the columns', () => {
    expect([card.title, card.tone]).toEqual(['🔧 Fix the pipeline - demo v3', 'bad']);
    expect(words(card.summary)).toBe(
      'Fix the pipeline. Most of the evidence is of missing or unheard-of values in basket_value, region. Why: basket_value missing: 0.2 % -> 31 %; region not seen before: 0.0 % -> 12 %.',
    );
  });

  it('does not send anybody to train on it, wherever the model is served', () => {
    const elsewhere = cardOf({ ...firing, opened: report, latest: report }, true);
    for (const each of [card, elsewhere]) {
      expect(fieldOf(each, 'What you can do')).toBe(
        'mend what fills basket_value, region; no retraining starts by itself, it would learn the fault; was it expected, say so with /alerts expected watch:demo; see details with /drift watch:demo',
      );
      expect(everyWord(each)).not.toContain('/retrain');
    }
  });

  it('ends like any other', () => {
    const over = cardOf({ ...answered, resolution: 'quiet', retrain: null });
    expect(over.title).toBe('✅ Drift is over - demo v3');
  });
});

describe('an alarm without labels', () => {
  const performance = {
    ...{ baseline: 0.91, baselineRows: 2_000, accuracy: null, labelled: 12 },
    ...{ drop: null, interval: null, drifted: false, sinceChange: null },
  };
  const unlabelled = { ...largeDrift, performance };
  const next = (latest: Incident['latest']) =>
    fieldOf(cardFor(incidentNews({ ...firing, opened: latest, latest }), none, en), 'What you can do');

  it('says that accuracy is estimated and how many labels a retraining waits for', () => {
    expect(next(unlabelled)).toBe(
      'accuracy is estimated until labels come, retraining waits for them (12 of 200): send them with /label or POST /labels; was it expected, say so with /alerts expected watch:demo; see details with /drift watch:demo',
    );
    expect(next({ ...unlabelled, estimate: null })).toMatch(/^accuracy is unknown until labels come/);
  });

  it('is retrained by command once accuracy is measured', () => {
    expect(next(largeDrift)).toContain('/retrain watch:demo');
    const kept = { ...firing, phase: 'rejected' as const, latest: unlabelled, retryAt: noon + minute };
    expect(fieldOf(cardFor(incidentNews(kept), none, en), 'What you can do')).toContain('(12 of 200)');
  });
});
