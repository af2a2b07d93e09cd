import { describe, expect, it } from 'vitest';
import { statusCard } from '../../../core/cards/status.ts';
import type { Evidence } from '../../../core/drift.ts';
import type { WatchStatus } from '../../../core/ops/results.ts';
import { firing, largeDrift, noDrift, tooFewRows } from './fixtures.ts';
import { minute, noon } from './moments.ts';
import { statusOf, watchOf } from './stati.ts';
import { en, everyWord, fieldOf, words } from './words.ts';

const watch = watchOf({});

const evidence: Evidence = {
  log: 1.02,
  bar: 8.53,
  suspicion: 5.12,
  suspected: false,
  standing: null,
  causes: [],
  signals: 14,
  learning: { signals: 8, because: 'short history' },
};

const status = statusOf([watch]);

describe('the status card', () => {
  it('tells of each watch its state, champion, last and next check', () => {
    const card = statusCard(status, en);
    expect([card.title, card.tone]).toEqual(['✅ Status: 1 watch, no open incident', 'good']);
    expect(fieldOf(card, 'demo')?.split('\n')).toEqual([
      `ok, v3 serves (baseline accuracy 0.874, trained @${noon - 120 * minute})`,
      `check 90, @${noon}: score 0.03 (threshold 0.25), no drift`,
      'evidence █░░░░░░░░░ 11 % of an alarm, 8 of 14 signals still learning',
      `next check @${noon + 2 * minute}`,
    ]);
    expect(card.footer).toBe('vigie 0.1.0 · bot, jobs · up 2 h 5 min');
  });

  it('has no line for evidence where nothing speaks for drift and nothing has to be learned', () => {
    const evidenceOf = (facts: Partial<Evidence>) => {
      const lastReport = { ...noDrift, evidence: { ...evidence, ...facts } };
      const card = statusCard({ ...status, watches: [{ ...watch, lastReport }] }, en);
      return fieldOf(card, 'demo')?.split('\n').slice(2, -1);
    };
    expect(evidenceOf({ log: null, learning: null })).toEqual([]);
    expect(evidenceOf({ log: -2 })).toEqual(['8 of 14 signals still learning']);
    expect(evidenceOf({ log: 4.3, learning: null })).toEqual(['evidence █████░░░░░ 50 % of an alarm']);
    const seed = { ...noDrift, mode: 'seed' as const, evidence: null };
    const card = statusCard({ ...status, watches: [{ ...watch, lastReport: seed }] }, en);
    expect(fieldOf(card, 'demo')).not.toContain('learning');
  });

  it('puts an open incident into the title and first in the list', () => {
    const alarmed: WatchStatus = {
      ...watch,
      watch: 'churn',
      state: 'ALARM',
      incident: firing,
      lastReport: largeDrift,
    };
    const card = statusCard({ ...status, watches: [watch, alarmed] }, en);
    expect([card.title, card.tone]).toEqual(['🚨 Status: 1 open incident', 'bad']);
    expect(card.fields[0]?.name).toBe('churn');
    expect(fieldOf(card, 'churn')).toContain(`incident #4, opened @${noon}`);
  });

  it('shows a watch that has learned nothing yet', () => {
    const fresh: WatchStatus = {
      ...watch,
      state: 'LEARNING',
      champion: null,
      lastReport: null,
      nextCheckAt: null,
    };
    const card = statusCard({ ...status, watches: [fresh] }, en);
    expect(card.title).toBe('⏳ Status: no model is trained yet');
    expect(fieldOf(card, 'demo')).toBe('learning, no model yet\nnot checked yet');
  });

  it('says when the storage does not answer, cards were given up, or a job failed', () => {
    const down = statusCard({ ...status, storage: { kind: 'mongodb', ok: false } }, en);
    expect([down.title, down.tone]).toEqual(['🚨 Status: the storage does not answer', 'bad']);
    const dead = statusCard({ ...status, notifications: { notifier: 'webhook', waiting: 2, dead: 1 } }, en);
    expect([dead.tone, fieldOf(dead, 'Notifications')]).toEqual(['warn', 'webhook, 2 waiting, 1 given up']);
    const job = { name: 'track', lastRunAt: noon, nextRunAt: null, running: false, failure: 'no answer' };
    expect(fieldOf(statusCard({ ...status, jobs: [job] }, en), 'Jobs that failed')).toBe('track no answer');
  });

  it('speaks of MLflow only where it is configured', () => {
    expect(everyWord(statusCard(status, en))).not.toContain('MLflow');
    const card = statusCard({ ...status, mlflow: { configured: true, queued: 3 } }, en);
    expect(fieldOf(card, 'MLflow')).toBe('3 runs queued');
  });

  it('stays within 25 fields with a hundred watches, the alarmed one among those shown', () => {
    const many = Array.from({ length: 100 }, (_, at): WatchStatus => ({ ...watch, watch: `w${at}` }));
    const alarmed: WatchStatus = { ...watch, watch: 'last', incident: firing, lastReport: tooFewRows };
    const card = statusCard({ ...status, watches: [...many, alarmed] }, en);
    expect(card.fields.length).toBeLessThanOrEqual(25);
    expect(card.fields[0]?.name).toBe('last');
    expect(words(card.summary)).toBe('85 more watches not shown.');
  });
});
