// Who did what, and what was: kept by every write, read page by page.
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { createApp } from '../../api/app.ts';
import { commands } from '../../bot/commands/index.ts';
import { runLine } from '../../bot/shell.ts';
import { createPrometheus } from '../../core/adapters/prometheus/index.ts';
import { systemRandom } from '../../core/adapters/system.ts';
import { wordsOf } from '../../core/cards/words/index.ts';
import { roles } from '../../core/ops/operation.ts';
import { everyWord } from '../core/cards/words.ts';
import { silent } from '../fakes/log.ts';
import { callerOf, learned, minute, openStage, type Stage } from './stage.ts';

let stage: Stage;
afterEach(() => stage.close());
const reader = callerOf('viewer');
const ada = { ...callerOf('operator', 'discord'), id: '81' };

async function acts(kind: 'audit' | 'traffic' = 'audit') {
  const { lines } = await stage.ops.history({ kind }, reader);
  return lines;
}

describe('the audit log', () => {
  it('has what a token asks for over HTTP, by its name, and its rows and labels apart', async () => {
    stage = await learned(300);
    const { clock, ops } = stage;
    const app = createApp({
      ops,
      clock,
      random: systemRandom,
      log: silent,
      metrics: createPrometheus(clock, { version: '0.0.0', node: 'v0' }),
      ready: async () => ({ ok: true, checks: {} }),
      tokens: [{ name: 'pipeline', scopes: roles.operator, token: 'a-token-of-the-pipeline' }],
      openReads: true,
      version: '1.2.3',
      metricsToken: null,
      rateLimit: null,
      running: () => 1,
      closing: new AbortController().signal,
    });
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const post = (path: string, body: unknown) =>
        fetch(`http://127.0.0.1:${port}${path}`, {
          method: 'POST',
          body: JSON.stringify(body),
          headers: {
            authorization: 'Bearer a-token-of-the-pipeline',
            'content-type': 'application/json',
          },
        });
      await post('/rollback', { reason: 'it was better' });
      await post('/labels', { labels: [{ id: 'r1', label: 'yes' }] });
    } finally {
      server.close();
    }
    expect(await acts()).toMatchObject([
      {
        by: 'pipeline',
        via: 'http',
        operation: 'rollback',
        watch: 'shop',
        args: { reason: 'it was better' },
        outcome: 'conflict',
      },
    ]);
    expect(await acts('traffic')).toMatchObject([
      { by: 'pipeline', operation: 'label', args: { labels: 1 } },
    ]);
    expect(JSON.stringify([await acts(), await acts('traffic')])).not.toContain('a-token-of');
  });

  it('has what a person types, and shows it in the same terminal', async () => {
    stage = await learned(300);
    const words = wordsOf('en');
    const { clock, ops } = stage;
    const shell = { ops, commands, caller: callerOf('operator', 'shell'), clock, log: silent, words };
    expect((await runLine('alerts threshold 0.4 reason:"too many"', shell)).ok).toBe(true);
    expect(await acts()).toMatchObject([
      { by: 'ada', via: 'shell', operation: 'threshold', args: { value: 0.4, reason: 'too many' } },
    ]);
    const { card } = await runLine('history audit', shell);
    expect(card.title).toBe('📜 Who did what - all watches');
    expect(everyWord(card)).toMatch(/ada\s+shell\s+threshold\s+shop value=0\.4/);
  });

  it('is read page by page, by the cursors of its buttons', async () => {
    stage = await openStage();
    for (let act = 1; act <= 25; act++) {
      stage.clock.advance(1);
      await stage.ops.threshold({ value: act / 100 }, ada);
    }
    const values = (lines: readonly object[]) =>
      lines.map((line) => ('args' in line ? JSON.stringify(line.args) : '')).map((text) => text.slice(9, -1));
    const ask = (part = {}) => stage.ops.history({ kind: 'audit', watch: 'shop', ...part }, reader);
    const first = await ask();
    expect(values(first.lines)[0]).toBe('0.25');
    expect(first).toMatchObject({ newer: null, older: expect.any(String) });
    const second = await ask({ before: first.older });
    expect([values(second.lines)[0], values(second.lines).at(-1)]).toEqual(['0.15', '0.06']);
    const third = await ask({ before: second.older });
    expect(third).toMatchObject({ older: null });
    expect(third.lines).toHaveLength(5);
    expect(values((await ask({ after: third.newer })).lines)).toEqual(values(second.lines));
    expect(await ask({ after: second.newer })).toMatchObject({ newer: null, lines: first.lines });
  });
});

describe('the history of a watch', () => {
  it('tells of its checks, its retrainings and its incidents', async () => {
    stage = await learned(600);
    await stage.rounds(20, { turned: true });
    const ask = (kind: string) => stage.ops.history({ kind }, reader);
    const checks = await ask('checks');
    expect(checks.lines).toHaveLength(10);
    expect(checks.lines[0]).toMatchObject({ version: expect.any(Number), newRows: 50 });
    expect((await ask('retrains')).lines).toContainEqual(
      expect.objectContaining({ result: 'promoted', trigger: 'drift', version: 2 }),
    );
    expect((await ask('incidents')).lines).toContainEqual(
      expect.objectContaining({ number: 1, resolution: 'promoted' }),
    );
  });
});

describe('a threshold that a person set', () => {
  it('is what the next check is held against, after a restart too, until it is taken back', async () => {
    stage = await learned(600);
    const set = await stage.ops.threshold({ value: 0.4 }, ada);
    expect(set).toEqual({ watch: 'shop', before: 0.25, now: 0.4, own: 0.25 });
    expect((await stage.state()).threshold).toEqual({ value: 0.4, by: 'ada', at: stage.clock.now() });
    const [checked] = await stage.rounds(1);
    expect(checked?.report?.threshold).toBe(0.4);
    const status = await stage.process('another').ops.status({}, reader);
    expect(status.watches[0]?.threshold).toBe(0.4);
    expect(await stage.ops.threshold({ value: 'reset' }, ada)).toMatchObject({ before: 0.4, now: 0.25 });
    stage.clock.advance(2 * minute);
    const [after] = await stage.rounds(1);
    expect(after?.report?.threshold).toBe(0.25);
  });

  it.each([0, -0.1, 1.01, 'high', null])('cannot be %j', async (value) => {
    stage = await openStage();
    await expect(stage.ops.threshold({ value }, ada)).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await acts()).toMatchObject([{ outcome: 'invalid_input' }]);
  });
});
