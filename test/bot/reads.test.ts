// Reads of the command table that take options: what they ask of the operations, and which card they answer with.
import { describe, expect, it } from 'vitest';
import { commands } from '../../bot/commands/index.ts';
import { runLine } from '../../bot/shell.ts';
import { wordsOf } from '../../core/cards/words/index.ts';
import { dayRead, moved, priceStory } from '../core/cards/full-report.ts';
import { asked, named } from './asked.ts';
import { ada, opsDouble, quiet, still } from './ops-double.ts';

async function typed(line: string, replies: Parameters<typeof opsDouble>[0] = {}) {
  const { ops, calls } = opsDouble(replies);
  const deps = { ops, commands, caller: ada, clock: still, log: quiet, words: wordsOf('en') };
  return { ...(await runLine(line, deps)), calls };
}

describe('/drift with options', () => {
  it('reads the rows of a time', async () => {
    const report = async () => dayRead;
    expect((await typed('drift window:24h', { report })).card.title).toContain(
      'Reading of the last 24 hours',
    );
    const { calls } = await typed('/derive watch:demo window:7d');
    expect(calls).toEqual([['report', { watch: 'demo', window: '7d', feature: undefined }]]);
    const { card } = await typed('drift window:24h view:report', { report });
    expect(card.title).toContain('Full report');
  });

  it('takes no other times', async () => {
    const { card, ok } = await typed('drift window:2h');
    expect([ok, JSON.stringify(card)]).toEqual([false, expect.stringContaining('one of 1h, 24h, 7d')]);
  });

  it('narrows to a feature, whose names it offers', async () => {
    const report = async () => ({ ...moved, feature: priceStory });
    const { card } = await typed('drift feature:basket_value', { report });
    expect(card.title).toBe('🔬 basket_value - demo v3');
    const { call } = asked();
    const option = named('drift').options.find(({ name }) => name === 'feature');
    expect(await option?.complete?.(call.ops, 'o', {})).toEqual(['income', 'home town']);
    expect(await option?.complete?.(call.ops, 'ag', { watch: 'demo' })).toEqual(['age']);
  });
});

describe('/predict explain', () => {
  it('asks why only where somebody wants to know', async () => {
    const why = await typed('predict age=42 explain:true');
    expect(why.calls).toEqual([['predict', { rows: [{ age: 42 }], explain: true }]]);
    const { calls } = await typed('predict age=42');
    expect(calls).toEqual([['predict', { rows: [{ age: 42 }] }]]);
  });
});

describe('/status watch', () => {
  it('narrows to one watch, and is of all of them else, whatever the channel', async () => {
    expect((await typed('status watch:demo')).calls).toEqual([['status', { watch: 'demo' }]]);
    expect((await typed('statut')).calls).toEqual([['status', {}]]);
    const { call, calls } = asked({}, 'churn');
    await named('status').run(call);
    expect(calls).toEqual([['status', {}]]);
    const option = named('status').options.find(({ name }) => name === 'watch');
    expect(await option?.complete?.(call.ops, 'c', {})).toEqual(['churn']);
  });
});

describe('/history csv', () => {
  it('hands over all lines as a file, and says how many', async () => {
    const { card, calls } = await typed('history kind:retrains csv:true');
    expect(calls).toEqual([['history', { kind: 'retrains', all: true }]]);
    expect(card.file).toMatchObject({ name: 'demo-retrains.csv', contentType: 'text/csv; charset=utf-8' });
    expect(card.file?.text).toMatch(/^started_at,ended_at,.*\r\n$/);
    expect(card.summary).toContain('The file has 0 rows.');
    expect((await typed('history kind:retrains csv:false')).card.file).toBeUndefined();
  });
});

describe('/history at', () => {
  it('says which version answered at a moment, and why', async () => {
    const { card, calls } = await typed('history at:"2026-11-22 10:30" watch:demo');
    expect(calls).toEqual([['championAt', { at: '2026-11-22 10:30', watch: 'demo' }]]);
    expect(card.title).toBe('🕰️ v3 answered - demo');
  });

  it('is of a moment or of a list, and one of them', async () => {
    for (const line of ['history at:now kind:checks', 'history']) {
      const { ok, calls } = await typed(line);
      expect([ok, calls]).toEqual([false, []]);
    }
  });
});
