import { describe, expect, it } from 'vitest';
import { statusCard } from '../../../core/cards/status.ts';
import { wordsOf } from '../../../core/cards/words/index.ts';
import type { Evidence } from '../../../core/drift.ts';
import type { StatusResult, WatchStatus } from '../../../core/ops/results.ts';
import { firing, largeDrift, noDrift, tooFewRows } from './fixtures.ts';
import { minute, noon } from './moments.ts';
import { noTrouble, statusOf, watchOf } from './stati.ts';
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
    expect(fieldOf(card, 'churn')).toContain(`incident #4, opened @${noon}, taken by nobody`);
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

  it('says when the storage does not answer or a job failed', () => {
    const down = statusCard({ ...status, storage: { kind: 'mongodb', ok: false } }, en);
    expect([down.title, down.tone]).toEqual(['🚨 Status: the storage does not answer', 'bad']);
    const job = { name: 'track', lastRunAt: noon, nextRunAt: null, running: false, failure: 'no answer' };
    expect(fieldOf(statusCard({ ...status, jobs: [job] }, en), 'Jobs that failed')).toBe('track no answer');
  });

  it('says who takes care of an open incident, and until when it is snoozed', () => {
    const incident = {
      ...firing,
      acknowledged: { by: 'ada', at: noon, note: null },
      snoozed: { by: 'bob', at: noon, until: noon + 60 * minute, reason: null },
    };
    const told = (facts: Partial<WatchStatus>, words = en) =>
      fieldOf(statusCard({ ...status, watches: [{ ...watch, ...facts }] }, words), 'demo')
        ?.split('\n')
        .at(-1);
    const line = `incident #4, opened @${noon}, taken by ada, snoozed by bob until @${noon + 60 * minute}`;
    expect(told({ incident })).toBe(line);
    const snoozed = { ...incident.snoozed, until: null };
    expect(told({ incident: { ...incident, snoozed } }, wordsOf('fr'))).toMatch(
      /sourdine par bob jusqu’à la/,
    );
  });

  it('says of a watch that its rows stopped coming', () => {
    const card = statusCard({ ...status, watches: [{ ...watch, silentSince: noon - minute }] }, en);
    expect([card.tone, card.title]).toEqual(['warn', '⚠️ Status: no drift, but something needs a look']);
    expect(fieldOf(card, 'demo')).toContain(`rows stopped coming @${noon - minute}`);
  });

  it('says of cards that wait since when and why, and of those given up what to do', () => {
    const cards = {
      since: noon - 5 * minute,
      retrying: { reason: 'Discord is away.', remedy: 'Wait.' },
      dead: { reason: 'The channel is gone.', remedy: 'Name another channel.', at: noon - minute },
    };
    const notifications = { notifier: 'webhook', waiting: 2, dead: 1, refused: [] };
    const trouble = { cards, runs: noTrouble };
    const card = statusCard({ ...status, notifications, trouble }, en);
    expect(fieldOf(card, 'Notifications')).toBe(
      `webhook, 2 waiting, the oldest @${noon - 5 * minute}\nlast failure: Discord is away.\nWait.`,
    );
    expect([card.tone, fieldOf(card, 'Cards that were given up')]).toEqual([
      'warn',
      `1 card of the last 14 days, the newest @${noon - minute}: The channel is gone.\nName another channel.`,
    ]);
  });

  it('says which permission the threads of incidents lack, and in which channel', () => {
    const thread = { channel: '42', what: 'thread', refused: 'Discord answered 403', at: noon } as const;
    const refused = [thread, { ...thread, what: 'line' } as const];
    const card = statusCard(
      { ...status, notifications: { notifier: 'discord', waiting: 0, dead: 0, refused } },
      en,
    );
    expect([card.tone, fieldOf(card, 'Threads of incidents')]).toEqual([
      'warn',
      [
        'Channel 42 lets the bot open none (Discord answered 403). Give it Create Public Threads there.',
        'Channel 42 lets the bot write in none (Discord answered 403). Give it Send Messages in Threads there.',
      ].join('\n'),
    ]);
    expect(fieldOf(statusCard(status, en), 'Threads of incidents')).toBeUndefined();
  });

  it('says how the gateway stands, and when the next digest comes', () => {
    const gatewayOf = (gateway: StatusResult['gateway'], words = en) => {
      const card = statusCard({ ...status, gateway, nextDigestAt: noon + minute }, words);
      return [card.tone, fieldOf(card, words.status.gateway)];
    };
    const fine = { problem: null, faults: 0 };
    expect(gatewayOf({ state: 'connected', ...fine })).toEqual(['good', 'connected']);
    const standing = 'standing by: another process holds it';
    expect(gatewayOf({ state: 'standing by', ...fine })).toEqual(['good', standing]);
    const problem = { reason: 'Discord refuses DISCORD_TOKEN', remedy: 'Copy it again.' };
    expect(gatewayOf({ state: 'refused', problem, faults: 0 }, wordsOf('fr'))).toEqual([
      'warn',
      'refusée\nDiscord refuses DISCORD_TOKEN\nCopy it again.',
    ]);
    const card = statusCard({ ...status, nextDigestAt: noon + minute }, en);
    expect(fieldOf(card, 'Next digest')).toBe(`@${noon + minute}`);
    expect(everyWord(card)).not.toContain('gateway');
  });

  it('speaks of MLflow only where it is configured', () => {
    expect(everyWord(statusCard(status, en))).not.toContain('MLflow');
    const kept = statusCard({ ...status, mlflow: { configured: false, queued: 2 } }, en);
    expect(fieldOf(kept, 'MLflow')).toBe('2 runs kept here; vigie mlflow export sends them');
    const card = statusCard({ ...status, mlflow: { configured: true, queued: 3 } }, en);
    expect(fieldOf(card, 'MLflow')).toBe('3 runs queued');
    const runs = { ...noTrouble, retrying: { reason: 'MLflow does not answer.' } };
    const trouble = { cards: noTrouble, runs };
    const away = statusCard({ ...status, mlflow: { configured: true, queued: 3 }, trouble }, en);
    expect(fieldOf(away, 'MLflow')).toBe('3 runs queued\nlast failure: MLflow does not answer.');
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
